using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

internal sealed partial class StepCache
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The compiled steps in {Entry} are damaged; they are compiled again.")]
    private static partial void LogDamaged(ILogger logger, string entry);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Folder} could not be removed yet: {Reason}")]
    private static partial void LogNotRemoved(ILogger logger, string folder, string reason);
}
