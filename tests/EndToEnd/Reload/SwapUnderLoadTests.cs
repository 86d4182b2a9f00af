using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Reload;

/// <summary>Requests never notice that steps are swapped under them.</summary>
public sealed class SwapUnderLoadTests(ITestOutputHelper output) : IDisposable
{
    private const int Swaps = 20;
    private const int Callers = 8;

    private readonly ProjectFolder _project = Versioned(new ProjectFolder().Close("go"), 0)
        .Api("GET /steady", "await Task.Yield(); return ApiResponse.Text(200, \"steady\");");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Requests_During20SwapsUnderLoad_NeverFail()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var paths = Enumerable.Range(0, Callers).Select(caller => caller % 2 == 0 ? "/version" : "/steady");
        await SwapUnderLoad.RunAsync(
            silo,
            paths,
            Swaps,
            version =>
            {
                Versioned(_project, version);
                return $"{version}";
            },
            output);
    }

    [Fact]
    public async Task Request_InFlightAtASwap_IsFinishedByTheVersionThatBeganIt()
    {
        _project.Write("steps/Startup.cs", """
            using Microsoft.Extensions.DependencyInjection;

            public static class Startup { public static void Configure(IServiceCollection services) => services.AddSingleton<Kept>(); }

            public sealed class Kept : IDisposable
            {
                private bool _gone;
                public string Text => _gone ? "disposed" : "alive";
                public void Dispose() => _gone = true;
            }
            """);
        _project.Api("GET /long", Long("old"), parameters: "ApiRequest request, StepContext context, Kept kept");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var began = silo.Http.SendAsync("GET /long").TextAsync();
        await _project.FileAppearsAsync("old");
        Versioned(_project, 1).Api("GET /long", """return ApiResponse.Text(200, "new");""");
        await Eventually.Answers(() => silo.Http.SendAsync("GET /version").TextAsync(), version => version == "1");
        Assert.Equal("new", await silo.Http.SendAsync("GET /long").TextAsync());
        _project.Open("go");
        Assert.Equal("old, alive", await began);
    }

    private static string Long(string version) => $$"""
        File.WriteAllText("{{version}}", "");
        await Gate.Pass("go");
        return ApiResponse.Text(200, "{{version}}, " + context.Services.GetService(typeof(Kept)) switch { Kept late => late.Text, _ => "none" });
        """;

    private static ProjectFolder Versioned(ProjectFolder project, int version) =>
        project.Api("GET /version", $"""await Task.Yield(); return ApiResponse.Text(200, "{version}");""");
}
