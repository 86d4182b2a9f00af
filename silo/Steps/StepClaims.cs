using Motia.Gateway.Routing;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>The names and routes that the steps of a set have taken.</summary>
internal sealed class StepClaims
{
    private readonly Dictionary<string, StepDescription> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StepDescription> _routes = new(StringComparer.Ordinal);
    private readonly List<LoadedStep> _kept = [];

    /// <summary>The steps that got what they claim.</summary>
    public IReadOnlyList<LoadedStep> Kept => _kept;

    /// <summary>The method and the shape of the path; null unless it is an api step.</summary>
    public static string? RouteOf(StepDescription step) =>
        step.Type == StepKind.Api ? $"{step.Method} {RoutePattern.Parse(step.Path!, out _)!.Shape}" : null;

    /// <summary>Takes a step's name and route.</summary>
    /// <returns>Null, or which of them another step has.</returns>
    public string? TryAdd(LoadedStep step)
    {
        var description = step.Description;
        if (_names.TryGetValue(description.Name, out var namesake))
        {
            return $"\"name\" is \"{description.Name}\", which is also the name of the step in {namesake.File}; each step needs a name of its own.";
        }

        var route = RouteOf(description);
        if (route is not null && !_routes.TryAdd(route, description))
        {
            return $"{description.Method} {description.Path} is also answered by the step \"{_routes[route].Name}\" in {_routes[route].File}; change \"method\" or \"path\" in one of them.";
        }

        _names.Add(description.Name, description);
        _kept.Add(step);
        return null;
    }
}
