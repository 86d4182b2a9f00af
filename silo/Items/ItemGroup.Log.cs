using Microsoft.Extensions.Logging;

namespace Motia.Silo.Items;

internal sealed partial class ItemGroup
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The items of {Key} could not be saved; they are read again from the store.")]
    private partial void LogSaveFailed(Exception cause, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The items of {Key} could not be counted.")]
    private partial void LogCountFailed(Exception cause, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The empty group {Group} stays in the directory: {Reason}")]
    private partial void LogForgetFailed(string group, string reason);
}
