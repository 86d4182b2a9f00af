using Motia;

namespace Sample.Visits;

/// <summary>Notes every midnight how many visits there have been. Midnights that nothing ran for are made up for by one run (<c>CatchUp.Last</c>, the default).</summary>
public static class NoteVisits
{
    public static readonly CronStep Config = new()
    {
        Name = "NoteVisits",
        Cron = "0 0 * * *",
        TimeZone = "Etc/UTC",
        Flows = ["visits"],
    };

    public static async Task Handler(StepContext context)
    {
        var visits = await context.State.GetGroupAsync<int>("visits");
        await context.State.SetAsync("visits-noted", $"{DateTime.UtcNow:yyyy-MM-dd}", visits.Sum());
    }
}
