using System.Text.Json.Serialization;

namespace Motia.Gateway.Control;

/// <summary>A cron step in <c>/__motia/cron</c>.</summary>
/// <param name="Step">Its name.</param>
/// <param name="Cron">Its expression.</param>
/// <param name="TimeZone">Its time zone; null is the host's.</param>
/// <param name="CatchUp">What it does about missed occurrences.</param>
/// <param name="Overlap">What it does about overlapping occurrences.</param>
/// <param name="Next">When it runs next, UTC; null if its schedule does not answer.</param>
/// <param name="Last">The newest entry of its ledger; null if there is none.</param>
/// <param name="Error">Why its schedule does not answer.</param>
internal sealed record CronReport(
    string Step,
    string Cron,
    string? TimeZone,
    string? CatchUp,
    string? Overlap,
    DateTime? Next,
    CronLine? Last,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);
