using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>A stream whose definition is loaded.</summary>
/// <param name="Description">What its definition says.</param>
/// <param name="Module">The code it came from.</param>
/// <param name="CanAccess">Decides who may subscribe; null allows everybody.</param>
/// <param name="Config">Where its definition is written.</param>
internal sealed record LoadedStream(StreamDescription Description, StepModule Module, StreamAccess? CanAccess, SourceLine? Config)
{
    /// <summary>Whether it is an older version, because its file, or something that goes with it, now has a mistake.</summary>
    public bool IsStale { get; init; }

    /// <summary>The full name of its type.</summary>
    public string TypeName { get; init; } = "";
}
