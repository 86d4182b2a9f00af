using Microsoft.Extensions.Logging;

namespace Motia.Silo.Steps;

/// <summary>What is logged of a handler's run, by the run's own logger.</summary>
internal static partial class HandlerLog
{
    [LoggerMessage(1, LogLevel.Error, "The handler failed.")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The handler ran out of its {Seconds} seconds; its cancellation token has fired.")]
    public static partial void HandlerTimedOut(this ILogger logger, double seconds);

    [LoggerMessage(3, LogLevel.Information, "The client left before the handler answered; the handler was cancelled.")]
    public static partial void HandlerCancelled(this ILogger logger);

    [LoggerMessage(8, LogLevel.Information, "The silo stops, and the handler gave up.")]
    public static partial void HandlerStopped(this ILogger logger);

    /// <summary>Tells of a handler that could not run to its end.</summary>
    public static void HandlerUnavailable(this ILogger logger, StepUnavailableException exception)
    {
        if (exception.WasRunning)
        {
            logger.HandlerLost(exception.Message);
        }
    }

    [LoggerMessage(9, LogLevel.Warning, "The handler could not run to its end: {Reason}")]
    private static partial void HandlerLost(this ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Error, "Disposing what the handler used failed.")]
    public static partial void DisposeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "What the handler registered on its cancellation token failed.")]
    public static partial void CancellationFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "The handler failed at attempt {Attempt} of the delivery {Id}.")]
    public static partial void EventFailed(this ILogger logger, Exception exception, int attempt, string id);

    [LoggerMessage(5, LogLevel.Error, "The event was rejected and is not tried again. {Problem}")]
    public static partial void EventRejected(this ILogger logger, string problem);
}
