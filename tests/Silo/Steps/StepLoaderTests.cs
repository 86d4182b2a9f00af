using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Motia.Silo.CommandLine;
using Motia.Silo.Records;
using Motia.Silo.Steps;
using Motia.Silo.Tests.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Steps;

/// <summary>A host whose folder of steps changes.</summary>
public sealed class StepLoaderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _project = new();
    private readonly MemoryRecords _records = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Reload_WhoseSubscriptionsCannotBeStored_IsTriedAgain()
    {
        WriteWorker("first");
        await using var app = Build();
        await app.StartAsync().WaitAsync(Patience);
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _records.Fails = name =>
        {
            var isRefused = name.StartsWith("subscriptions/", StringComparison.Ordinal);
            _ = isRefused && refused.TrySetResult();
            return isRefused;
        };
        WriteWorker("second");
        await refused.Task.WaitAsync(Patience);
        var registry = app.Services.GetRequiredService<StepRegistry>();
        Assert.Equal("first", TopicOf(registry));
        _records.Fails = _ => false;

        await When(registry, () => TopicOf(registry) == "second");
        await app.StopAsync().WaitAsync(Patience);
    }

    private static string TopicOf(StepRegistry registry) => registry.Current.Steps.Single().Subscribes!.Single();

    private static async Task When(StepRegistry registry, Func<bool> condition)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var changes = ChangeToken.OnChange(() => registry.Changed, () => _ = condition() && met.TrySetResult());
        _ = condition() && met.TrySetResult();
        await met.Task.WaitAsync(Patience);
    }

    private void WriteWorker(string topic)
    {
        var file = Path.Combine(_project.Path, "steps", "worker.step.cs");
        var part = _project.Write("steps/worker.part", $$"""
            public static class Worker
            {
                public static readonly Motia.EventStep Config = new() { Name = "Worker", Subscribes = ["{{topic}}"] };
                public static void Handler(System.Text.Json.JsonElement input) { }
            }
            """);
        File.Move(part, file, overwrite: true);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Development, ContentRootPath = _project.Path });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddMotia(motia =>
        {
            motia.DataDirectory = SiloOptions.InMemory;
            motia.AddStepsFolder(Path.Combine(_project.Path, "steps"));
        });
        builder.Services.AddKeyedSingleton<IGrainStorage>(GrainRecords.StorageName, _records);
        var app = builder.Build();
        app.MapMotia();
        return app;
    }
}
