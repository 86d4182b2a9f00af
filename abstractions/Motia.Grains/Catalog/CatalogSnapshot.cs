namespace Motia.Grains;

/// <summary>The steps and streams that are loaded at one moment, and the mistakes in those that are not.</summary>
/// <param name="Steps">The loaded steps, by name.</param>
/// <param name="Errors">The mistakes, by file.</param>
public sealed record CatalogSnapshot(IReadOnlyList<StepDescription> Steps, IReadOnlyList<StepError> Errors)
{
    /// <summary>No steps and no mistakes.</summary>
    public static CatalogSnapshot Empty { get; } = new([], []);

    /// <summary>The loaded streams, by name.</summary>
    public IReadOnlyList<StreamDescription> Streams { get; init; } = [];

    /// <summary>Every topic that a step emits, subscribes or shows, in ordinal order.</summary>
    public IReadOnlyList<string> Topics =>
        [.. Steps.SelectMany(TopicsOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> TopicsOf(StepDescription step) =>
        [.. step.Subscribes ?? [], .. step.VirtualSubscribes, .. step.Emits.Select(emit => emit.Topic), .. step.VirtualEmits.Select(emit => emit.Topic)];
}
