using Microsoft.Extensions.Logging;

namespace Motia.Silo.Queues;

internal sealed partial class EventStepGrain
{
    [LoggerMessage(1, LogLevel.Error, "The queue {Key} could not be saved; it begins anew from what is stored.")]
    private partial void LogSaveFailed(Exception cause, string key);

    [LoggerMessage(2, LogLevel.Error, "A run of the delivery {Id} of the step {Step} was lost; it runs again.")]
    private partial void LogRunLost(Exception cause, string id, string step);

    [LoggerMessage(3, LogLevel.Error, "The delivery {Id} of the step {Step} is dead after {Attempts} attempts; it is in the dead letters. {Error}")]
    private partial void LogDied(string id, string step, int attempts, string error);

    [LoggerMessage(4, LogLevel.Warning, "The queue {Key} came up {Times} times in ten minutes with work; what it found runs one at a time and each start is noted.")]
    private partial void LogSuspects(string key, int times);

    [LoggerMessage(5, LogLevel.Information, "The delivery {Id} of the step {Step} was discarded: {Reason}")]
    private partial void LogDiscarded(string id, string step, string reason);

    [LoggerMessage(6, LogLevel.Information, "The delivery {Id} of the step {Step} was redriven.")]
    private partial void LogRedriven(string id, string step);
}
