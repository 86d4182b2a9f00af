using Motia.Grains;

namespace Motia.Silo.Cron;

/// <summary>The occurrences of a time, UTC.</summary>
/// <param name="Newest">The last ones, in order.</param>
/// <param name="Older">How many there were before these; <see cref="CronTicks.MostCounted"/> may be more.</param>
/// <param name="FirstOlder">When the first of these was.</param>
internal sealed record DueOccurrences(IReadOnlyList<DateTime> Newest, int Older, DateTime FirstOlder);
