using Microsoft.Extensions.Logging;

namespace Motia.Silo.Cron;

internal sealed partial class CronGrain
{
    [LoggerMessage(1, LogLevel.Error, "The ledger of the cron step {Step} could not be saved; its schedule begins anew from what is stored.")]
    private partial void LogFailed(Exception cause, string step);

    [LoggerMessage(2, LogLevel.Warning, "The queue of the cron step {Step} does not answer or take its runs: {Problem} They are handed over again in a second.")]
    private partial void LogNotTaken(Exception? cause, string step, string problem);

    [LoggerMessage(3, LogLevel.Warning, "The last tick of the cron step {Step} was at {Last}, which is to come: the clock was set back. Its schedule begins anew from now.")]
    private partial void LogClockSetBack(string step, DateTime last);

    [LoggerMessage(4, LogLevel.Warning, "The ticks of the cron step {Step} are decided up to {Last}, which is to come: the clock was set back. It goes on when the clock is there; more than a day would be taken for a mistake.")]
    private partial void LogClockBehind(string step, DateTime last);
}
