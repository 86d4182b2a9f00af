using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Motia.Docs.Tests;

/// <summary>A host that runs a folder of steps in this process, on a free port, and keeps nothing.</summary>
internal sealed class RunningSteps : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningSteps(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public static async Task<RunningSteps> StartAsync(string stepsDirectory)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddMotia(motia =>
        {
            motia.ProjectDirectory = Path.GetDirectoryName(stepsDirectory);
            motia.DataDirectory = ":memory:";
            motia.AddStepsFolder(stepsDirectory);
        });
        var app = builder.Build();
        app.MapMotia();
        await app.StartAsync();
        return new RunningSteps(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
