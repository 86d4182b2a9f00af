using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Motia.Grains;
using Motia.Silo.Cron;
using Motia.Silo.Records;
using Motia.Silo.Steps;
using Motia.Silo.Tests.Steps;
using Motia.Silo.Topics;
using Motia.Tests.Shared;
using Orleans.Configuration;
using Orleans.Storage;
using EventHandler = Motia.Silo.Events.EventHandler;

namespace Motia.Silo.Tests.Cron;

/// <summary>A silo with cron steps, their lanes and handlers, on a clock that the test moves. Only Embedded comes up on such a clock: while it starts, a silo of the packages waits for timers that it takes from the same clock.</summary>
internal sealed class CronSilo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IHost _host;

    private CronSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<CronSilo> StartAsync(IGrainStorage records, ManualTime time, CronNotes notes, params StepDescription[] steps)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(_ => { });
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(time).AddSingleton(notes);
        services.AddKeyedSingleton(GrainRecords.StorageName, records);
        services.AddStepHosting();
        services.AddSingleton<CronUptime>().AddHostedService(provider => provider.GetRequiredService<CronUptime>());

        // Hours pass in no time; the keeper's calls would come every ten seconds.
        services.Configure<GrainCollectionOptions>(options => (options.CollectionAge, options.CollectionQuantum) = (TimeSpan.FromDays(36_500), TimeSpan.FromSeconds(119)));
        var silo = new CronSilo(builder.Build());
        silo.Load(steps);
        await silo._host.StartAsync().WaitAsync(Patience);
        return silo;
    }

    /// <summary>A cron step in UTC unless it says otherwise; its flow is its name, for the handler.</summary>
    public static StepDescription Step(string name, string cron, CatchUp catchUp = CatchUp.Last, Overlap overlap = Overlap.Skip, string timeZone = "Etc/UTC") => new()
    {
        Name = name,
        Type = StepKind.Cron,
        Language = "csharp",
        File = "cron.step.cs",
        Flows = [name],
        Cron = cron,
        TimeZone = timeZone,
        CatchUp = $"{catchUp}",
        Overlap = $"{overlap}",
    };

    /// <summary>Puts these steps in the place of those that are loaded; as with a real load, their subscriptions come first.</summary>
    public void Load(params StepDescription[] steps)
    {
        _host.Services.GetRequiredService<SubscriptionTable>().Load([.. steps.Select((step, number) => new Subscription(number + 1, step.Name, CronTicks.Topic, true, step.File, true))]);
        _host.Services.GetRequiredService<StepRegistry>().Replace(
            steps.Select(step => new LoadedStep(step, StepModule.InHost(_host.Services), null, new EventHandler(StepHandler.Bind(CronNotes.Handler, takesInput: false)), null)));
    }

    /// <summary>Done when what is due by the clock is decided: a schedule takes its timer and its calls in turn.</summary>
    public Task EnsureAsync(string step) => Grains.Cron(step).Ensure().WaitAsync(Patience);

    /// <summary>The ledger, oldest first, as <c>time:outcome</c>.</summary>
    public async Task<string> LedgerAsync(string step) => string.Join(
        ' ',
        (await Grains.Cron(step).ReadLedger(0, 1000)).Entries.Reverse().Select(entry => $"{entry.Occurrence:HH:mm}:{entry.Outcome}{(entry.Count > 1 ? $"*{entry.Count}" : "")}{(entry.IsHandedOver ? "" : "?")}"));

    /// <summary>Ends the silo as a crash does, as far as that goes in one process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);
        _host.Dispose();
    }
}
