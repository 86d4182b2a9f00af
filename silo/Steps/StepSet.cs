using System.Collections.Frozen;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>The steps and streams that are loaded at one moment. Immutable: when they change, a new set takes its place.</summary>
/// <param name="steps">The steps.</param>
/// <param name="streams">The streams.</param>
/// <param name="errors">The mistakes that were found.</param>
/// <param name="guards">Modules that only say who connects to the streams.</param>
internal sealed class StepSet(IReadOnlyList<LoadedStep> steps, IReadOnlyList<LoadedStream> streams, IReadOnlyList<StepError> errors, IReadOnlyList<StepModule> guards)
{
    private readonly FrozenDictionary<string, LoadedStream> _streams = streams.ToFrozenDictionary(stream => stream.Description.Name, StringComparer.Ordinal);
    private readonly FrozenDictionary<string, LoadedStep> _byKey = steps.ToFrozenDictionary(step => GrainKeys.Step(step.Description.Name), StringComparer.Ordinal);

    public static StepSet Empty { get; } = new([], [], [], []);

    public IReadOnlyList<LoadedStep> Steps { get; } = steps;

    public IReadOnlyList<LoadedStream> Streams { get; } = streams;

    /// <summary>The modules that anything is served from.</summary>
    public IReadOnlySet<StepModule> Modules { get; } = steps.Select(step => step.Module).Concat(streams.Select(stream => stream.Module)).Concat(guards).ToHashSet();

    public CatalogSnapshot Catalog { get; } =
        new([.. steps.Select(step => step.Description).OrderBy(step => step.Name, StringComparer.Ordinal)], errors)
        {
            Streams = [.. streams.Select(stream => stream.Description).OrderBy(stream => stream.Name, StringComparer.Ordinal)],
        };

    /// <summary>Whether a step is served from an older version than its file.</summary>
    public bool IsStale(string name) => ByKey(GrainKeys.Step(name)) is { IsStale: true };

    /// <summary>The stream with a name; null if it is not loaded.</summary>
    public LoadedStream? StreamOf(string name) => _streams.GetValueOrDefault(name);

    /// <summary>The step with a grain key; null if it is not loaded.</summary>
    public LoadedStep? ByKey(string grainKey) => _byKey.GetValueOrDefault(grainKey);
}
