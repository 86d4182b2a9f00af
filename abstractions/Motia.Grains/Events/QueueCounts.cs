namespace Motia.Grains;

/// <summary>How many deliveries of one topic a lane has.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Waiting">Those that wait for their first attempt, or whose step is not loaded.</param>
/// <param name="Running">Those whose handler runs.</param>
/// <param name="Retrying">Those that failed and will be tried again.</param>
/// <param name="Dead">Those in the dead letters.</param>
/// <param name="Done">Those that succeeded. A crash may forget some of the last.</param>
[GenerateSerializer, Immutable, Alias("motia.queue-counts")]
public sealed record QueueCounts(
    [property: Id(0)] string Topic,
    [property: Id(1)] int Waiting,
    [property: Id(2)] int Running,
    [property: Id(3)] int Retrying,
    [property: Id(4)] int Dead,
    [property: Id(5)] long Done);
