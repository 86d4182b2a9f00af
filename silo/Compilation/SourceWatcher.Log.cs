using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

internal sealed partial class SourceWatcher
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Changes in {Directory} were not all reported; it is looked at as a whole.")]
    private static partial void LogEventsLost(ILogger logger, string directory);

    [LoggerMessage(Level = LogLevel.Error, Message = "A change in {Directory} could not be taken over; it is tried again at the next look.")]
    private static partial void LogFailed(ILogger logger, string directory, Exception exception);
}
