using Motia.Grains;
using Motia.Silo.Tests.Records;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Cron;

/// <summary>A silo with cron steps whose clock the test moves, from the clock to the handler. The clock begins on 2026-01-01 at midnight.</summary>
public abstract class CronScenario : IAsyncLifetime
{
    private protected const string Minutely = "* * * * *";

    private protected MemoryRecords Records { get; } = new();

    private protected ManualTime Time { get; } = new();

    private protected CronNotes Notes { get; } = new();

    private protected StepDescription[] Steps { get; private set; } = [];

    private protected CronSilo? Silo { get; set; }

    public Task InitializeAsync()
    {
        Notes.Gate.SetResult();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (Silo is not null)
        {
            await Silo.DisposeAsync();
        }
    }

    private protected IEventStepGrain Lane(string step) => Silo!.Grains.Lane(step, CronTicks.Lane);

    private protected async Task<QueueCounts> CountsAsync(string step) => (await Lane(step).Count()).SingleOrDefault() ?? new("", 0, 0, 0, 0, 0);

    private protected async Task StartAsync(params StepDescription[] steps)
    {
        Steps = steps;
        Silo = await CronSilo.StartAsync(Records, Time, Notes, steps);
        await Task.WhenAll(steps.Select(step => Silo.EnsureAsync(step.Name)));
    }

    private protected async Task LoadAsync(params StepDescription[] steps)
    {
        Silo!.Load(steps);
        await Task.WhenAll(steps.Select(step => Silo.EnsureAsync(step.Name)));
    }

    private protected async Task RestartAsync(TimeSpan pause)
    {
        await Silo!.DisposeAsync();
        Records.Fails = _ => false;
        Time.Advance(pause);
        await StartAsync(Steps);
    }

    private protected async Task PassAsync(string step, TimeSpan time)
    {
        Time.Advance(time);
        await Silo!.EnsureAsync(step);
    }
}
