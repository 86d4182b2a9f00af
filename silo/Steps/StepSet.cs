using System.Collections.Frozen;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>The steps that are loaded at one moment. Immutable: when steps change, a new set takes its place.</summary>
internal sealed class StepSet(IReadOnlyList<LoadedStep> steps, IReadOnlyList<StepError> errors)
{
    private readonly FrozenDictionary<string, LoadedStep> _byKey = steps.ToFrozenDictionary(step => GrainKeys.Step(step.Description.Name), StringComparer.Ordinal);

    public static StepSet Empty { get; } = new([], []);

    public IReadOnlyList<LoadedStep> Steps { get; } = steps;

    public CatalogSnapshot Catalog { get; } =
        new([.. steps.Select(step => step.Description).OrderBy(step => step.Name, StringComparer.Ordinal)], errors);

    /// <summary>Whether a step is served from an older version than its file.</summary>
    public bool IsStale(string name) => ByKey(GrainKeys.Step(name)) is { IsStale: true };

    /// <summary>The step with a grain key; null if it is not loaded.</summary>
    public LoadedStep? ByKey(string grainKey) => _byKey.GetValueOrDefault(grainKey);
}
