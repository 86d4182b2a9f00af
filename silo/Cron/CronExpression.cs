using NCrontab;

namespace Motia.Silo.Cron;

/// <summary>Reads cron expressions of 5 fields, or 6 with leading seconds.</summary>
internal static class CronExpression
{
    // The calendar repeats after 400 years: what does not occur in them never does.
    private static readonly DateTime CycleStart = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime CycleEnd = CycleStart.AddYears(400);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="error">What is wrong with it and what is allowed; null if nothing is.</param>
    public static CrontabSchedule? Parse(string text, out string? error)
    {
        error = null;
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6))
        {
            error = $"\"cron\" is \"{text}\", which has {fields.Length} fields; it must have 5 (minute, hour, day of month, month, day of week) or 6 with leading seconds.";
            return null;
        }

        var kinds = CronField.All.Skip(CronField.All.Count - fields.Length);
        foreach (var (at, kind) in kinds.Index())
        {
            fields[at] = kind.Read(fields[at], out var problem);
            if (problem is not null)
            {
                error = $"\"cron\" is \"{text}\": {problem}";
                return null;
            }
        }

        var schedule = CrontabSchedule.Parse(string.Join(' ', fields), new CrontabSchedule.ParseOptions { IncludingSeconds = fields.Length == 6 });
        if (schedule.GetNextOccurrence(CycleStart, CycleEnd) < CycleEnd)
        {
            return schedule;
        }

        error = $"\"cron\" is \"{text}\", which never occurs: no month that it names has such a day; change the day of month or the month.";
        return null;
    }
}
