namespace Motia;

/// <summary>What every kind of step says about itself. A step is a type with a static <c>Config</c> of one of the derived types.</summary>
/// <remarks>A mistake in a value (a bad name, an unknown method) is reported with its file and line when the step is loaded.</remarks>
public abstract class StepConfig
{
    private protected StepConfig()
    {
    }

    /// <summary>The step's name, unique in the project: 1–128 letters, digits, spaces and <c>. _ - : /</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence for people; shown in the catalog.</summary>
    public string? Description { get; init; }

    /// <summary>The flows the step belongs to; default none. Same alphabet as <see cref="Name"/>.</summary>
    public IReadOnlyList<string> Flows { get; init; } = [];

    /// <summary>Topics the graph shows as emitted although no code emits them; default none.</summary>
    public IReadOnlyList<Emit> VirtualEmits { get; init; } = [];

    /// <summary>Topics the graph shows as subscribed although nothing is delivered; default none.</summary>
    public IReadOnlyList<string> VirtualSubscribes { get; init; } = [];

    /// <summary>Files that travel with the step when it is packaged: glob patterns relative to the step's file; default none.</summary>
    public IReadOnlyList<string> IncludeFiles { get; init; } = [];
}
