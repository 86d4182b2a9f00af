using Microsoft.Extensions.Logging;

namespace Motia.Silo.GroupDirectory;

internal sealed partial class DirectoryGrain
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The directory {Key} could not be saved; it is read again from the store.")]
    private partial void LogSaveFailed(Exception cause, string key);
}
