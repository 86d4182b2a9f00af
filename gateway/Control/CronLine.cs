using System.Globalization;
using System.Text.Json.Serialization;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>An entry of a cron step's ledger, as people see it.</summary>
/// <param name="Number">Its place in the ledger.</param>
/// <param name="Occurrence">When it was due, UTC.</param>
/// <param name="Decided">When it was decided what becomes of it, UTC.</param>
/// <param name="Outcome"><c>ran</c>, <c>caughtUp</c>, <c>manual</c> or <c>skipped</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="LateMs">How late it was decided and handed to the step's queue; null if it was skipped, or a person ran it.</param>
/// <param name="DeliveryId">The delivery it ran as.</param>
/// <param name="TraceId">The run.</param>
/// <param name="Count">How many occurrences it stands for.</param>
/// <param name="Until">The time before which the last of several was due.</param>
internal sealed record CronLine(
    long Number,
    DateTime Occurrence,
    DateTime Decided,
    string Outcome,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LateMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DeliveryId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TraceId,
    int Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? Until)
{
    // Whether none was up, or the step's queue did not answer, or a save failed: the schedule does not know.
    private const string Missed = "No silo that has the step decided it in time";

    public static CronLine Of(CronEntry entry)
    {
        var runs = entry.DeliveryId.Length > 0;
        double? late = entry.Outcome is CronOutcome.Ran or CronOutcome.CaughtUp ? Math.Round((entry.Decided - entry.Occurrence).TotalMilliseconds, 1) : null;
        return new(
            entry.Number,
            entry.Occurrence,
            entry.Decided,
            entry.Outcome switch
            {
                CronOutcome.Ran => "ran",
                CronOutcome.CaughtUp => "caughtUp",
                CronOutcome.Manual => "manual",
                _ => "skipped",
            },
            ReasonOf(entry, late ?? 0),
            late,
            runs ? entry.DeliveryId : null,
            runs ? entry.TraceId : null,
            entry.Count,
            entry.Count > 1 ? entry.Until : null);
    }

    private static string ReasonOf(CronEntry entry, double late)
    {
        var text = entry.Outcome switch
        {
            CronOutcome.Ran => string.Create(CultureInfo.InvariantCulture, $"It was due; {late} ms late."),
            CronOutcome.CaughtUp => $"{Missed}; it is caught up.",
            CronOutcome.Manual => "A person ran it.",
            CronOutcome.SkippedOverlap => "An earlier run of the step had not ended (overlap: skip).",
            CronOutcome.SkippedMissed => $"{Missed} (catchUp: none).",
            CronOutcome.SkippedForLater => $"{Missed}, and a later one was due too (catchUp: last).",
            _ => $"{Missed}, and 100 later ones were due too (catchUp: all).",
        };
        return entry.IsHandedOver ? entry.Count >= CronTicks.MostCounted ? $"{text} There may have been more than {CronTicks.MostCounted}." : text
            : $"{text} The step's queue has not taken it yet; it gets it as soon as it does.";
    }
}
