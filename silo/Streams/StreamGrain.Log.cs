using Microsoft.Extensions.Logging;

namespace Motia.Silo.Streams;

internal sealed partial class StreamGrain
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The changes of {Key} could not be numbered; whoever watches it reads it again.")]
    private partial void LogNumbersFailed(Exception cause, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A watcher of {Key} did not take its changes in time; it reads the items again.")]
    private partial void LogWatcherLost(Exception? cause, string key);
}
