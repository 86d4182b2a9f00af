namespace Motia.Embedded;

/// <summary>What the grains of this process have done since it started.</summary>
public interface IGrainStatistics
{
    /// <summary>How many silos there are: always one.</summary>
    int Silos { get; }

    /// <summary>One entry for each grain type that was called, in the order of their names. Timers and observers are not counted.</summary>
    IReadOnlyList<GrainStatistics> Read();
}
