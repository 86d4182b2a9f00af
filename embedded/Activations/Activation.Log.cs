using Microsoft.Extensions.Logging;

namespace Motia.Embedded.Activations;

/// <content>What is logged of activations.</content>
internal sealed partial class Activation
{
    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "{Activation} could not be activated; its callers get the error")]
    private static partial void LogActivationFailed(ILogger logger, Activation activation, Exception failure);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "OnDeactivateAsync of {Activation} failed; the activation ends all the same")]
    private static partial void LogDeactivationFailed(ILogger logger, Activation activation, Exception failure);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "Disposing {Activation} failed; the activation ends all the same")]
    private static partial void LogDisposeFailed(ILogger logger, Activation activation, Exception failure);
}
