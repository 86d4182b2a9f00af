using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Motia.Tests.Shared;
using Orleans;

namespace Motia.Embedded.Tests.Runtime;

/// <summary>A silo on a clock that the test moves, with gates for its grains.</summary>
public sealed class RuntimeSilo : IAsyncDisposable
{
    /// <summary>How long a test waits for what happens at once.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly IHost _host;

    private RuntimeSilo()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(this);
        builder.UseOrleans();
        _host = builder.Build();
    }

    internal ManualTime Clock { get; } = new();

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IGrainStatistics Statistics => _host.Services.GetRequiredService<IGrainStatistics>();

    public static async Task<RuntimeSilo> StartAsync()
    {
        var silo = new RuntimeSilo();
        await silo._host.StartAsync();
        return silo;
    }

    public IRuntimeGrain Grain(string key) => Factory.GetGrain<IRuntimeGrain>(key, typeof(RuntimeGrain).FullName);

    public IRuntimeWorkerGrain Worker(string key) => Factory.GetGrain<IRuntimeWorkerGrain>(key);

    public Task KillAsync() => _host.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _host.Dispose();
    }

    private IGrainFactory Factory => _host.Services.GetRequiredService<IGrainFactory>();
}
