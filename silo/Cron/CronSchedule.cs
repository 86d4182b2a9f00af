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
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CrontabSchedule _expression;
    private readonly TimeZoneInfo _zone;

    public CronSchedule(string expression, TimeZoneInfo zone)
    {
        _expression = CronExpression.Parse(expression, out var error) ?? throw new ArgumentException(error, nameof(expression));
        _zone = zone;
    }

    public static CronSchedule Of(StepDescription step, TimeProvider time) =>
        new(step.Cron!, step.TimeZone is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : time.LocalTimeZone);

    /// <summary>A schedule that a step has by its config has another one after each edit of it. The host's zone is no part of it: the hosts of a cluster may differ in how they call theirs.</summary>
    public static string IdentityOf(StepDescription step) => $"{step.Cron} {step.TimeZone}";

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

    /// <summary>The occurrences after one instant up to and with another, both UTC. How long ago the first was, and how dense they were then, makes no difference to the time it takes.</summary>
    /// <param name="after">The one.</param>
    /// <param name="until">The other.</param>
    /// <param name="most">How many are listed; of those before these it is known when the first was, and how many they are.</param>
    public DueOccurrences Due(DateTime after, DateTime until, int most)
    {
        var newest = new List<DateTime>();
        while (newest.Count < most && Last(after, newest is [.., var earliest] ? earliest - Second : until) is { } last)
        {
            newest.Add(last);
        }

        newest.Reverse();
        var older = newest.Count < most ? 0 : Between(after, newest[0] - Second).Take(CronTicks.MostCounted).Count();
        return new(newest, older, older > 0 ? Next(after) : default);
    }

    // The last occurrence after one instant up to and with another; null if there is none. They are whole seconds.
    private DateTime? Last(DateTime after, DateTime until)
    {
        if (after >= until)
        {
            return null;
        }

        // Back in ever longer steps until one is passed, then between the last two of them.
        var (low, high) = (Max(after, until - Second), until);
        for (var step = Second; Next(low) > until; step *= 2)
        {
            if (low == after)
            {
                return null;
            }

            (low, high) = (Max(after, low - step), low);
        }

        while (high - low > Second)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Next(middle) <= until ? (middle, high) : (low, middle);
        }

        return Next(low);
    }

    private static DateTime Max(DateTime one, DateTime other) => one > other ? one : other;

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
