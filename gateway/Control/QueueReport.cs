namespace Motia.Gateway.Control;

/// <summary>How many deliveries of a topic a step has.</summary>
/// <param name="Step">The step.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Type"><c>standard</c> or <c>fifo</c>.</param>
/// <param name="IsLoaded">Whether the step is loaded, so that they can run.</param>
/// <param name="IsSubscribed">Whether the step still subscribes to the topic.</param>
/// <param name="Waiting">Those that wait for their first attempt.</param>
/// <param name="Running">Those whose handler runs.</param>
/// <param name="Retrying">Those that failed and will be tried again.</param>
/// <param name="Dead">Those in the dead letters.</param>
/// <param name="Done">Those that succeeded; a crash may forget those of its last moment.</param>
internal sealed record QueueReport(
    string Step, string Topic, string Type, bool IsLoaded, bool IsSubscribed, int Waiting, int Running, int Retrying, int Dead, long Done);
