using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>What reading an assembly found beside its steps.</summary>
internal sealed class StepFindings
{
    /// <summary>The mistakes.</summary>
    public List<StepError> Errors { get; } = [];

    /// <summary>The streams.</summary>
    public List<LoadedStream> Streams { get; } = [];

    /// <summary>The full names of the types that are steps or streams and have mistakes.</summary>
    public HashSet<string> BrokenTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>The types with a config whose file's name says otherwise, and where.</summary>
    public List<(StepType Type, SourceLine At)> PassedOver { get; } = [];
}
