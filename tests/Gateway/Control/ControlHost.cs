using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Motia.Gateway.Catalog;
using Motia.Gateway.Control;
using Motia.Gateway.Streams;
using Motia.Grains;
using Motia.Tests.Shared;

namespace Motia.Gateway.Tests.Control;

/// <summary>The control surface over HTTP, before grains that the test makes and a clock that it moves.</summary>
internal sealed class ControlHost : IAsyncDisposable
{
    /// <summary>How long the control surface waits for a lane.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;
    private readonly ManualTime _time;
    private readonly HttpClient _http;

    private ControlHost(WebApplication app, ManualTime time) => (_app, _time, _http) = (app, time, new() { BaseAddress = new(app.Urls.First()), Timeout = Limit });

    public static async Task<ControlHost> StartAsync(FakeGrains grains, params StepDescription[] steps)
    {
        var time = new ManualTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(grains.Factory).AddSingleton<TimeProvider>(time).AddSingleton<ICatalogSource>(new FixedSteps(steps)).AddSingleton<IGrainReporter, NoReport>().AddSingleton<IStreamGuard, NoStreams>().AddMotiaGateway();
        var app = builder.Build();
        ControlSurface.Map(app);
        await app.StartAsync();
        return new(app, time);
    }

    public async Task<string> SendAsync(string route, HttpStatusCode status = HttpStatusCode.OK)
    {
        var at = route.IndexOf(' ', StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new(route[..at]), ControlSurface.Prefix + route[(at + 1)..]);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{route} answered {response.StatusCode}: {text}");
        return text;
    }

    /// <summary>Asks for what silent lanes have too, until it is answered without them. All of them are asked before the clock moves once, so that the times they are waited for do not add up.</summary>
    public async Task<string> SendWithoutAsync(string route, params FakeLane[] silent)
    {
        var asking = SendAsync(route);
        if (silent.Length > 0)
        {
            await Task.WhenAll(silent.Select(lane => lane.WasAsked)).WaitAsync(Limit);
            _time.Advance(Patience);
        }

        return await asking;
    }

    public async Task<JsonNode> JsonAsync(string route, HttpStatusCode status = HttpStatusCode.OK) => JsonNode.Parse(await SendAsync(route, status))!;

    /// <inheritdoc cref="SendWithoutAsync" />
    public async Task<JsonNode> JsonWithoutAsync(string route, params FakeLane[] silent) => JsonNode.Parse(await SendWithoutAsync(route, silent))!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class FixedSteps(StepDescription[] steps) : ICatalogSource
    {
        public CatalogSnapshot Current { get; } = new(steps, []);

        public IChangeToken Changed => NullChangeToken.Singleton;

        public bool IsStale(StepDescription step) => false;

        public bool IsStale(StreamDescription stream) => false;
    }

    private sealed class NoStreams : IStreamGuard
    {
        public ValueTask<StreamCaller> AuthenticateAsync(StreamConnection connection) => new(new StreamCaller(connection));

        public ValueTask<StreamRefusal?> CheckAsync(StreamSubscription subscription, StreamCaller caller) => new(StreamRefusal.NotFound(subscription.StreamName));
    }

    private sealed class NoReport : IGrainReporter
    {
        public Task<GrainReport> ReadAsync() => Task.FromResult(new GrainReport(0, []));
    }
}
