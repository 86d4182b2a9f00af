using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.FirstRun;

/// <summary>SIGTERM: stop taking requests, finish what runs, exit 0.</summary>
public sealed class StopTests : IDisposable
{
    // The handler tells that it runs by a file and goes on when the gate is open.
    private readonly ProjectFolder _project = new ProjectFolder().Close("go")
        .Api("GET /slow", """
            await File.WriteAllTextAsync("running", "");
            await Gate.Pass("go");
            return ApiResponse.Text(200, "finished");
            """)
        .Api("GET /wait", """
            await File.WriteAllTextAsync("running", "");
            try { await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken); }
            catch (OperationCanceledException) { await File.WriteAllTextAsync("cancelled", ""); throw; }
            return ApiResponse.Text(200, "never");
            """);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Sigterm_Idle_ExitsWithZeroAndSaysNothingMoreOnStdout()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        var output = await silo.StopAsync();
        Assert.Equal(0, output.ExitCode);
        Assert.Single(output.Out);
        Assert.DoesNotContain(output.Error, line => line.Contains(" error ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ControlC_Idle_ExitsWithZero()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        Signals.SendInterrupt(silo.Id);
        Assert.Equal(0, (await silo.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signal_WhileTheStepsAreCompiled_ExitsWithZeroAndSaysNothing(bool isInterrupt)
    {
        // The build tells whose child it is, and lasts until it is ended.
        _project.Write("app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk" InitialTargets="Last">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><FrameworkReference Include="Microsoft.AspNetCore.App" /></ItemGroup>
              <Target Name="Last"><Exec Command="grep PPid /proc/$PPID/status &gt; silo.part; mv silo.part silo.pid; exec tail -f /dev/null" /></Target>
            </Project>
            """);
        var running = SiloProcess.RunAsync(["--steps", _project.Steps]);
        await _project.FileAppearsAsync("silo.pid");
        var id = int.Parse((await File.ReadAllTextAsync(_project.PathOf("silo.pid"))).Split(':')[1], provider: null);
        if (isInterrupt)
        {
            Signals.SendInterrupt(id);
        }
        else
        {
            Signals.SendTerminate(id);
        }

        var output = await running;
        Assert.True(output.ExitCode == 0, $"{output}");
        Assert.Empty(output.Out);
        Assert.DoesNotContain(output.Error, line => line.Contains(" error ", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sigterm_RequestRuns_IsFinishedAndAnswered()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        var answer = silo.Http.SendAsync("GET /slow").TextAsync();
        await _project.FileAppearsAsync("running");
        silo.SendTerminate();
        await Eventually.Answers(silo.RefusesAsync, refuses => refuses);
        _project.Open("go");
        Assert.Equal("finished", await answer);
        Assert.Equal(0, (await silo.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Sigterm_HandlerGivesUpBecauseOfItsToken_Is503AndNoFailure()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        var answer = silo.Http.SendAsync("GET /wait");
        await _project.FileAppearsAsync("running");
        var output = await silo.StopAsync();
        Assert.Equal(0, output.ExitCode);
        Assert.True(File.Exists(_project.PathOf("cancelled")));
        using var refused = await answer;
        Assert.Equal(503, (int)refused.StatusCode);
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.DoesNotContain(output.Error, line => line.Contains("failed", StringComparison.Ordinal));
    }
}
