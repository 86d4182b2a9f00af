using System.Net;
using System.Net.Sockets;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.FirstRun;

/// <summary>The options, and what is said of those that are wrong.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder().Api("GET /hello", """return ApiResponse.Text(200, "hello");""");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Port_Given_IsTheOneItListensOn()
    {
        var port = FreePort();
        await using var silo = await SiloProcess.StartInAsync(_project.Root, ["--steps", _project.Steps, "--port", $"{port}", "--data", ":memory:"]);
        Assert.Equal($"Listening on http://127.0.0.1:{port}", Assert.Single(silo.Out));
        Assert.Equal("hello", await silo.Http.SendAsync("GET /hello").TextAsync());
    }

    [Fact]
    public async Task Port_Busy_IsOneClearError()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var output = await SiloProcess.RunAsync(["--steps", _project.Steps, "--port", $"{port}", "--data", ":memory:"]);
        StartupErrors.AssertOneLine(output, $"{port}", "in use", "--port");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("0.0.0.0")]
    public async Task Port_Busy_IsFoundBeforeAnythingIsOpenedOrCompiled(string host)
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var output = await SiloProcess.RunAsync(["--steps", _project.Steps, "--host", host, "--port", $"{port}"]);
        StartupErrors.AssertOneLine(output, $"Port {port} on {host} is in use");
        Assert.False(Directory.Exists(_project.Data), "the data directory was made, so steps may have been compiled");
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    [InlineData("3000.5")]
    public async Task Port_NotAPort_IsOneClearError(string port)
    {
        var output = await SiloProcess.RunAsync(["--port", port]);
        StartupErrors.AssertOneLine(output, "--port", port);
        Assert.DoesNotContain("System.", output.Error[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_NotAnAddress_IsOneClearError() =>
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["--host", "not an address"]), "--host", "not an address");

    [Fact]
    public async Task Host_NotOfThisMachine_IsOneClearError() =>
        StartupErrors.AssertOneLine(
            await SiloProcess.RunAsync(["--host", "192.0.2.1", "--steps", _project.Steps, "--data", ":memory:"]), "192.0.2.1");

    [Fact]
    public async Task Host_Localhost_IsListenedOn()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--host", "localhost", "--data", ":memory:");
        Assert.Equal("hello", await silo.Http.SendAsync("GET /hello").TextAsync());
    }

    [Fact]
    public async Task Steps_WithASlashAtTheEnd_AreTheSameProject()
    {
        await using var silo = await SiloProcess.StartInAsync(_project.Root, ["--steps", "steps/"]);
        var catalog = await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        Assert.Equal("steps/GetHello.step.cs", (string?)catalog!["steps"]![0]!["file"]);
        Assert.True(Directory.Exists(_project.Data), "the data is not in the project directory");
    }

    [Fact]
    public async Task Option_Unknown_IsOneClearErrorThatNamesIt() =>
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["--prot", "3000"]), "--prot");

    [Fact]
    public async Task Steps_Missing_IsOneClearError() =>
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["--steps", _project.PathOf("nowhere")]), _project.PathOf("nowhere"), "does not exist");

    [Fact]
    public async Task Steps_AFile_IsOneClearError() =>
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["--steps", _project.PathOf("steps/GetHello.step.cs")]), "GetHello.step.cs", "file");

    [Fact]
    public async Task Steps_WithoutAValue_IsOneClearError() =>
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["--steps"]), "--steps");

    [Fact]
    public async Task Steps_Two_BothRun()
    {
        _project.Write("more/bye.step.cs", StepText.Api("Bye", "GET /bye", """return ApiResponse.Text(200, "bye");"""));
        await using var silo = await SiloProcess.StartAsync(_project, "--steps", _project.PathOf("more"), "--data", ":memory:");
        Assert.Equal("hello", await silo.Http.SendAsync("GET /hello").TextAsync());
        Assert.Equal("bye", await silo.Http.SendAsync("GET /bye").TextAsync());
    }

    [Fact]
    public async Task Steps_NotGiven_StepsAndSrcOfTheCurrentDirectoryRun()
    {
        _project.Write("src/bye.step.cs", StepText.Api("Bye", "GET /bye", """return ApiResponse.Text(200, "bye");"""));
        await using var silo = await SiloProcess.StartInAsync(_project.Root, ["--data", ":memory:"]);
        Assert.Equal("hello", await silo.Http.SendAsync("GET /hello").TextAsync());
        Assert.Equal("bye", await silo.Http.SendAsync("GET /bye").TextAsync());
    }

    [Fact]
    public async Task Steps_EmptyDirectory_RunsAndTakesTheFirstStepWhenItComes()
    {
        Directory.CreateDirectory(_project.PathOf("empty"));
        await using var silo = await SiloProcess.StartInAsync(_project.Root, ["--steps", _project.PathOf("empty"), "--data", ":memory:"]);
        await silo.Http.SendAsync("GET /late").TextAsync(404);
        _project.Write("empty/late.step.cs", StepText.Api("Late", "GET /late", """return ApiResponse.Text(200, "here");"""));
        await silo.Http.StatusBecomesAsync("GET /late", 200);
    }

    [Theory]
    [InlineData("motia.json", """{ "validaton": true }""", "validaton")]
    [InlineData("motia.json", """{ "limits": { "bdy": 1 } }""", "limits.bdy")]
    [InlineData("motia.json", """{ "validation": "perhaps" }""", "validation")]
    [InlineData("motia.json", """{ "limits": { "body": "much" } }""", "limits.body")]
    [InlineData("motia.json", """{ "limits": 5 }""", "limits")]
    [InlineData("motia.json", """{ "cors": { "origins": "https://a.example" } }""", "cors.origins")]
    [InlineData("motia.json", """{ "cors": { "origins": ["a.example/path"] } }""", "cors.origins")]
    [InlineData("motia.json", """{ "queues": { "backoff": 5 } }""", "00:00:05")]
    [InlineData("motia.json", "{ not json", "motia.json(1,3)")]
    [InlineData("motia.json", "[]", "motia.json")]
    public async Task Settings_Wrong_IsOneClearErrorThatNamesIt(string file, string text, string named)
    {
        _project.Write(file, text);
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["--steps", _project.Steps, "--data", ":memory:"]), named);
    }

    [Theory]
    [InlineData("Motia__Nonsense", "1", "nonsense")]
    [InlineData("Motia__Limits__Nonsense", "1", "limits.nonsense")]
    [InlineData("Motia__Limits__Body", "0", "limits.body")]
    [InlineData("MOTIA__NONSENSE", "1", "environment variable MOTIA__NONSENSE: the setting")]
    public async Task Environment_UnknownOrWrongSetting_IsOneClearErrorThatNamesIt(string name, string value, string named)
    {
        var output = await SiloProcess.RunAsync(["--steps", _project.Steps, "--data", ":memory:"], environment: new Dictionary<string, string> { [name] = value });
        StartupErrors.AssertOneLine(output, named);
    }

    [Fact]
    public async Task Steps_AProject_IsToldWhereItsStepsAre()
    {
        await using var silo = await SiloProcess.StartInAsync(_project.Root, ["--steps", _project.Root, "--data", ":memory:"]);
        var notice = await silo.SaysAsync($"start it with --steps {_project.Steps}.");
        Assert.Equal(notice, silo.Error[0]);
    }

    [Fact]
    public async Task Steps_WithAFolderStepsAmongOthers_AreNotDoubted()
    {
        _project.Write("steps/steps/inner.step.cs", StepText.Api("Inner", "GET /inner", "return ApiResponse.Empty();"));
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.DoesNotContain((await silo.StopAsync()).Error, line => line.Contains("--steps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Help_AndVersion_ExitWithZero()
    {
        var help = await SiloProcess.RunAsync(["--help"]);
        Assert.Equal(0, help.ExitCode);
        Assert.All(["--port", "--host", "--steps", "--data", "--environment", "new"], option => Assert.Contains(help.Out, line => line.Contains(option, StringComparison.Ordinal)));
        Assert.Equal(0, (await SiloProcess.RunAsync(["--version"])).ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
