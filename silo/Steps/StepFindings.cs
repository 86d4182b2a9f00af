using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>What reading an assembly found beside its steps.</summary>
internal sealed class StepFindings
{
    /// <summary>The mistakes.</summary>
    public List<StepError> Errors { get; } = [];

    /// <summary>The full names of the types that are steps and have mistakes.</summary>
    public HashSet<string> BrokenTypes { get; } = new(StringComparer.Ordinal);

    /// <summary>The types with a step's config whose file is none of a step, and where.</summary>
    public List<(Type Type, SourceLine At)> PassedOver { get; } = [];
}
