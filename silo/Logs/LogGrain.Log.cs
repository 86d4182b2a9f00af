using Microsoft.Extensions.Logging;

namespace Motia.Silo.Logs;

internal sealed partial class LogGrain
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Log lines could not be kept; trying again every second.")]
    private partial void LogSaveFailed(Exception cause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another activation keeps the log lines; this one ends.")]
    private partial void LogConflict(Exception cause);
}
