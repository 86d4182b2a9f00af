using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

internal sealed partial class SourceWatcher
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Directory} is looked at every {Seconds} s until the system reports its changes: {Reason}")]
    private static partial void LogLooksOnly(ILogger logger, string directory, double seconds, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Changes in {Directory} were not all reported; it is looked at as a whole: {Reason}")]
    private static partial void LogEventsLost(ILogger logger, string directory, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A change in {Directory} could not be taken over; it is tried again at the next look.")]
    private static partial void LogFailed(ILogger logger, string directory, Exception exception);
}
