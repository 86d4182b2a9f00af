using Motia.Grains;
using NCrontab;

namespace Motia.Silo.Cron;

/// <summary>
/// When a cron step is due: its expression, read on the clocks of its time zone. A local time is due at the first instant at which clocks there show it or a later one: so one that a
/// clock change skips is due at the change, and one that comes twice is due once, the first time.
/// </summary>
internal sealed class CronSchedule
{
    // Clocks are at most 14 hours ahead of UTC and 12 behind, and a change may skip a day.
    private static readonly TimeSpan LongestBefore = TimeSpan.FromHours(40);
    private static readonly TimeSpan LongestAfter = TimeSpan.FromHours(16);
    private static readonly TimeSpan FirstWindow = TimeSpan.FromMinutes(2);
    private const int WindowGrowth = 4;

    private readonly CrontabSchedule _expression;
    private readonly TimeZoneInfo _zone;

    public CronSchedule(string expression, TimeZoneInfo zone)
    {
        _expression = CronExpression.Parse(expression, out var error) ?? throw new ArgumentException(error, nameof(expression));
        _zone = zone;
        Identity = $"{expression} {zone.Id}";
    }

    /// <summary>How many occurrences before those that are wanted are counted at most.</summary>
    public const int MostCounted = 10_000;

    /// <summary>Other schedules have another one.</summary>
    public string Identity { get; }

    public static CronSchedule Of(StepDescription step, TimeProvider time) =>
        new(step.Cron!, step.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : time.LocalTimeZone);

    /// <summary>The first occurrence after an instant, both UTC.</summary>
    public DateTime Next(DateTime after)
    {
        var local = DateTime.SpecifyKind(after + _zone.GetUtcOffset(after), DateTimeKind.Unspecified);
        while (true)
        {
            local = _expression.GetNextOccurrence(local);
            var due = InstantOf(DateTime.SpecifyKind(local, DateTimeKind.Utc));
            if (due > after)
            {
                return due;
            }
        }
    }

    /// <summary>The occurrences after one instant up to and with another, both UTC. How long ago the first was makes no difference to the time it takes.</summary>
    /// <param name="after">The one.</param>
    /// <param name="until">The other.</param>
    /// <param name="most">How many are listed; of those before these it is known when the first was, and how many they are.</param>
    public DueOccurrences Due(DateTime after, DateTime until, int most)
    {
        var first = Next(after);
        if (first > until)
        {
            return new([], 0, default);
        }

        if (Next(first) > until)
        {
            return new([first], 0, default);
        }

        var newest = new Queue<DateTime>();
        int older;
        DateTime from;
        var window = FirstWindow;
        do
        {
            from = until - after > window ? until - window : after;
            newest.Clear();
            older = 0;
            foreach (var occurrence in Between(from, until))
            {
                newest.Enqueue(occurrence);
                if (newest.Count > most)
                {
                    newest.Dequeue();
                    older++;
                }
            }

            window *= WindowGrowth;
        }
        while (newest.Count < most && from > after);
        older = Math.Min(MostCounted, older + Between(after, from).Take(MostCounted).Count());
        return new([.. newest], older, older > 0 ? first : default);
    }

    private IEnumerable<DateTime> Between(DateTime after, DateTime until)
    {
        for (var next = Next(after); next <= until; next = Next(next))
        {
            yield return next;
        }
    }

    // A local time, marked as UTC for reckoning with it.
    private DateTime InstantOf(DateTime local)
    {
        var (low, high) = (local - LongestBefore, local + LongestAfter);
        var (before, after) = (_zone.GetUtcOffset(low), _zone.GetUtcOffset(high));
        if (before == after)
        {
            return local - before;
        }

        // Clocks change on whole seconds.
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + TimeSpan.FromSeconds((long)(high - low).TotalSeconds / 2);
            (low, high) = _zone.GetUtcOffset(middle) == before ? (middle, high) : (low, middle);
        }

        var change = high;
        return local - before < change ? local - before
            : local - after > change ? local - after
            : change;
    }
}
