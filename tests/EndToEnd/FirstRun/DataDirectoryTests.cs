using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.FirstRun;

/// <summary>What is kept, where, and what becomes of a data directory that can't be used.</summary>
public sealed class DataDirectoryTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("POST /notes/:key", """await context.State.SetAsync("notes", request.PathParams["key"], request.RawBody); return ApiResponse.Empty();""")
        .Api("GET /notes/:key", """return ApiResponse.Text(200, await context.State.GetAsync<string>("notes", request.PathParams["key"]) ?? "nothing");""");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Restart_SameDataDirectory_KeepsTheState()
    {
        await using (var first = await SiloProcess.StartAsync(_project))
        {
            await first.Http.SendAsync("POST /notes/a", "kept", "text/plain").TextAsync(204);
            Assert.Equal(0, (await first.StopAsync()).ExitCode);
        }

        await using var second = await SiloProcess.StartAsync(_project);
        Assert.Equal("kept", await second.Http.SendAsync("GET /notes/a").TextAsync());
    }

    [Fact]
    public async Task Restart_InMemory_KeepsNothingAndLeavesNoFiles()
    {
        await using (var first = await SiloProcess.StartAsync(_project, "--data", ":memory:"))
        {
            await first.Http.SendAsync("POST /notes/a", "lost", "text/plain").TextAsync(204);
            await first.StopAsync();
        }

        await using var second = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.Equal("nothing", await second.Http.SendAsync("GET /notes/a").TextAsync());
        Assert.False(Directory.Exists(_project.Data), "a data directory was made");
    }

    [Fact]
    public async Task Start_NewDataDirectory_IsPrivateAndIgnoredByGit()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.SendAsync("POST /notes/a", "x", "text/plain").TextAsync(204);
        Assert.Equal("*", (await File.ReadAllTextAsync(Path.Combine(_project.Data, ".gitignore"))).Trim());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_project.Data));
    }

    [Fact]
    public async Task Start_DirectoryInUseByAnotherSilo_IsOneClearError()
    {
        await using var first = await SiloProcess.StartAsync(_project);
        await first.Http.SendAsync("POST /notes/a", "x", "text/plain").TextAsync(204);
        var second = await SiloProcess.RunAsync(["--steps", _project.Steps]);
        Refused(second, _project.Data, "in use", $"{first.Id}");
        Assert.Equal("x", await first.Http.SendAsync("GET /notes/a").TextAsync());
    }

    [Fact]
    public async Task Start_FileInThePlaceOfTheDirectory_IsOneClearError()
    {
        _project.Write("data", "not a directory");
        Refused(await SiloProcess.RunAsync(["--steps", _project.Steps, "--data", _project.PathOf("data")]), _project.PathOf("data"));
        Assert.Equal("not a directory", await File.ReadAllTextAsync(_project.PathOf("data")));
    }

    [Fact]
    public async Task Start_DirectoryThatCantBeMade_IsOneClearError()
    {
        // Nobody, not even root, can make a directory in /proc.
        Refused(await SiloProcess.RunAsync(["--steps", _project.Steps, "--data", "/proc/motia-data"]), "/proc/motia-data");
    }

    [Fact]
    public async Task Start_DamagedDatabase_IsOneClearErrorAndTheFileStays()
    {
        await using (var first = await SiloProcess.StartAsync(_project))
        {
            await first.Http.SendAsync("POST /notes/a", "x", "text/plain").TextAsync(204);
            await first.StopAsync();
        }

        var file = Directory.GetFiles(_project.Data, "*.db").Single();
        var damaged = new byte[8192];
        new Random(7).NextBytes(damaged);
        await File.WriteAllBytesAsync(file, damaged);
        Refused(await SiloProcess.RunAsync(["--steps", _project.Steps]), file);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task Start_DatabaseOfAnotherProgram_IsOneClearErrorAndTheFileStays()
    {
        Directory.CreateDirectory(_project.Data);
        var file = Path.Combine(_project.Data, "motia.db");
        await File.WriteAllTextAsync(file, "This is somebody's text and not a database at all.");
        Refused(await SiloProcess.RunAsync(["--steps", _project.Steps]), file);
        Assert.StartsWith("This is somebody's", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    private static void Refused(SiloOutput output, params string[] says) => StartupErrors.AssertOneLine(output, says);
}
