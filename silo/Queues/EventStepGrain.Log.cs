using Microsoft.Extensions.Logging;

namespace Motia.Silo.Queues;

internal sealed partial class EventStepGrain
{
    [LoggerMessage(1, LogLevel.Error, "The queue {Key} could not be saved; it begins anew from what is stored.")]
    private partial void LogSaveFailed(Exception cause, string key);

    [LoggerMessage(2, LogLevel.Error, "A run of the delivery {Id} of the step {Step} was lost; it runs again.")]
    private partial void LogRunLost(Exception cause, string id, string step);

    [LoggerMessage(4, LogLevel.Warning, "The queue {Key} came up {Times} times in ten minutes with work; what it found runs one at a time and each start is noted.")]
    private partial void LogSuspects(string key, int times);
}
