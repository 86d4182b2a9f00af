using Microsoft.Extensions.Logging;

namespace Motia.Silo.Queues;

/// <summary>What is logged of a delivery, by its run's own logger.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(1, LogLevel.Error, "The delivery {Id} is a dead letter; attempts: {Attempts}. {Error}")]
    public static partial void DeliveryDied(this ILogger logger, string id, int attempts, string error);

    [LoggerMessage(2, LogLevel.Information, "The delivery {Id} was discarded: {Reason}")]
    public static partial void DeliveryDiscarded(this ILogger logger, string id, string reason);

    [LoggerMessage(3, LogLevel.Information, "The delivery {Id} was redriven.")]
    public static partial void DeliveryRedriven(this ILogger logger, string id);
}
