using Microsoft.Extensions.Primitives;
using Motia.Gateway.Catalog;
using Motia.Gateway.Routing;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>Holds the steps that are loaded now, and tells the gateway when they change.</summary>
internal sealed class StepRegistry : ICatalogSource, IDisposable
{
    private volatile StepSet _current = StepSet.Empty;
    private CancellationTokenSource _change = new();

    public StepSet Steps => _current;

    public CatalogSnapshot Current => _current.Catalog;

    public IChangeToken Changed => new CancellationChangeToken(Volatile.Read(ref _change).Token);

    /// <summary>Puts steps in the place of those that are loaded.</summary>
    public void Replace(IEnumerable<LoadedStep> steps, IEnumerable<StepError> errors) => Publish(Prepare(steps, errors));

    /// <summary>Puts a prepared set in the place of the one that is loaded.</summary>
    public void Publish(StepSet steps)
    {
        _current = steps;
        using var change = Interlocked.Exchange(ref _change, new());
        change.Cancel();
    }

    /// <summary>Makes the set that is to be loaded next. Of steps with the same name, or the same method and path, the first stays and the others are errors.</summary>
    public StepSet Prepare(IEnumerable<LoadedStep> steps, IEnumerable<StepError> errors)
    {
        var kept = new List<LoadedStep>();
        var found = new List<StepError>(errors);
        var names = new Dictionary<string, StepDescription>(StringComparer.Ordinal);
        var routes = new Dictionary<string, StepDescription>(StringComparer.Ordinal);

        // What is loaded already goes first: a new step with its name does not take its place.
        foreach (var step in steps.OrderBy(step => _current.Steps.Any(loaded => IsSame(loaded, step)) ? 0 : 1))
        {
            var description = step.Description;
            if (!names.TryAdd(description.Name, description))
            {
                found.Add(new StepError(
                    description.File, step.Config?.Line, $"\"name\" is \"{description.Name}\", which is also the name of the step in {names[description.Name].File}; each step needs a name of its own."));
            }
            else if (RouteOf(description) is { } route && !routes.TryAdd(route, description))
            {
                names.Remove(description.Name);
                found.Add(new StepError(
                    description.File, step.Config?.Line, $"{description.Method} {description.Path} is also answered by the step \"{routes[route].Name}\" in {routes[route].File}; change \"method\" or \"path\" in one of them."));
            }
            else
            {
                kept.Add(step);
            }
        }

        return new StepSet(kept, [.. found.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line)]);
    }

    public bool IsStale(StepDescription step) => _current.IsStale(step.Name);

    public void Dispose() => _change.Dispose();

    private static bool IsSame(LoadedStep one, LoadedStep other) =>
        one.Description.Name == other.Description.Name && one.Description.File == other.Description.File;

    private static string? RouteOf(StepDescription step) =>
        step.Type == StepKind.Api ? $"{step.Method} {RoutePattern.Parse(step.Path!, out _)!.Shape}" : null;
}
