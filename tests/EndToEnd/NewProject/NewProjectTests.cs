using System.Diagnostics;
using System.Globalization;
using Motia.EndToEnd.Tests.FirstRun;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.NewProject;

/// <summary><c>new DIR</c> writes a first project.</summary>
public sealed class NewProjectTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(2);
    private readonly ProjectFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_Directory_RunsAtOnceAndAnswersItsTestRequest()
    {
        var created = await SiloProcess.RunAsync(["new", "my-first.project"], _folder.Root);
        Assert.Equal(0, created.ExitCode);
        Assert.Empty(created.Out);
        Assert.Contains(created.Error, line => line.Contains("--steps", StringComparison.Ordinal));
        var project = _folder.PathOf("my-first.project");

        await using var silo = await SiloProcess.StartInAsync(_folder.Root, ["--steps", Path.Combine(project, "steps")]);
        var request = (await File.ReadAllLinesAsync(Directory.GetFiles(project, "*.http").Single())).Single(line => line.StartsWith("GET ", StringComparison.Ordinal));
        await silo.Http.SendAsync($"GET {new Uri(request["GET ".Length..]).PathAndQuery}").JsonAsync();
        Assert.Empty(await silo.Http.StepErrorsAsync());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("with space")]
    [InlineData("it's $HOME")]
    public async Task New_Directory_TellsACommandThatRunsItWhenPasted(string name)
    {
        var created = await SiloProcess.RunAsync(["new", name], _folder.Root);
        var command = await ShellWords(created.Error[^1], _folder.Root);

        Assert.Equal(["dotnet", "run", "--project"], command[..3]);
        Assert.True(File.Exists(Path.Combine(_folder.Root, command[3], "Motia.Silo.csproj")), created.Error[^1]);
        Assert.Equal("--", command[4]);
        await using var silo = await SiloProcess.StartInAsync(_folder.Root, command[5..]);
        await silo.Http.SendAsync("GET /hello/Ada").JsonAsync();
        Assert.True(Directory.Exists(_folder.PathOf(name + "/.motia")), "it is another project that runs");
    }

    [Fact]
    public async Task New_Directory_IgnoresInGitWhatIsMade()
    {
        await SiloProcess.RunAsync(["new", "hello"], _folder.Root);
        Assert.Equal([".motia/", "bin/", "obj/"], File.ReadAllLines(_folder.PathOf("hello/.gitignore")));
    }

    [Fact]
    public async Task New_Directory_EditOfItsStep_IsServedWithoutABuildOfTheProject()
    {
        await SiloProcess.RunAsync(["new", "hello"], _folder.Root);
        await using var silo = await SiloProcess.StartInAsync(_folder.Root, ["--steps", _folder.PathOf("hello/steps")]);
        var file = "hello/steps/hello/hello.step.cs";
        var text = await File.ReadAllTextAsync(_folder.PathOf(file));
        var times = new List<double>();
        foreach (var word in new[] { "Hi", "Servus", "Ahoy" })
        {
            var watch = Stopwatch.StartNew();
            _folder.Write(file, text.Replace("Hello, ", word + ", ", StringComparison.Ordinal));
            await Eventually.Answers(() => silo.Http.SendAsync("GET /hello/Ada").TextAsync(), answer => answer.Contains(word, StringComparison.Ordinal), BuildLimit);
            times.Add(watch.Elapsed.TotalSeconds);
        }

        output.WriteLine($"An edit was served after {string.Join(", ", times.Select(time => time.ToString("F2", CultureInfo.InvariantCulture)))} s.");
        Assert.DoesNotContain(silo.Error, line => line.Contains("references more than", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_Directory_HasAProjectThatBuildsAsAnEditorDoes()
    {
        await SiloProcess.RunAsync(["new", "hello"], _folder.Root);
        var build = await DotnetBuild(_folder.PathOf("hello"));
        Assert.True(build.ExitCode == 0, build.Text);
        Assert.DoesNotContain("warning", build.Text.Replace("0 Warning(s)", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);

        await using var silo = await SiloProcess.StartInAsync(_folder.Root, ["--steps", _folder.PathOf("hello/steps")]);
        Assert.Empty(await silo.Http.StepErrorsAsync());
    }

    [Fact]
    public async Task New_ClonedWithoutTheTypes_FailsToBuildWithOneErrorThatSaysHowToGetThem()
    {
        await SiloProcess.RunAsync(["new", "hello"], _folder.Root);
        Directory.Delete(_folder.PathOf("hello/.motia"), recursive: true);
        var build = await DotnetBuild(_folder.PathOf("hello"));
        Assert.NotEqual(0, build.ExitCode);
        var errors = build.Text.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct().ToArray();
        Assert.True(errors.Length == 1, build.Text);
        Assert.Contains($"--steps \"{_folder.PathOf("hello")}/steps\"", errors[0], StringComparison.Ordinal);

        await using var silo = await SiloProcess.StartInAsync(_folder.Root, ["--steps", _folder.PathOf("hello/steps")]);
        Assert.True(File.Exists(_folder.PathOf("hello/.motia/sdk/Motia.Abstractions.dll")), "the start did not write the types");
    }

    [Theory]
    [InlineData("my-project", "MyProject")]
    [InlineData("my_project", "My_project")]
    [InlineData("order.service 2", "OrderService2")]
    [InlineData("2nd-try", "Project2ndTry")]
    public async Task New_Directory_NamesItsProjectByItsWords(string directory, string name)
    {
        await SiloProcess.RunAsync(["new", directory], _folder.Root);
        Assert.True(File.Exists(_folder.PathOf($"{directory}/{name}.csproj")), string.Join(' ', Directory.GetFiles(_folder.PathOf(directory))));
        Assert.Contains($"namespace {name};", await File.ReadAllTextAsync(_folder.PathOf($"{directory}/steps/hello/hello.step.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_Directory_HasAReadmeOfAboutTenLines()
    {
        await SiloProcess.RunAsync(["new", "hello"], _folder.Root);
        Assert.InRange(File.ReadAllLines(_folder.PathOf("hello/README.md")).Length, 5, 15);
        Assert.DoesNotContain("PROJECT", string.Concat(Directory.GetFiles(_folder.PathOf("hello"), "*", SearchOption.AllDirectories).Where(file => !file.Contains("sdk", StringComparison.Ordinal)).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_EmptyDirectory_IsUsed()
    {
        Directory.CreateDirectory(_folder.PathOf("empty"));
        Assert.Equal(0, (await SiloProcess.RunAsync(["new", "empty"], _folder.Root)).ExitCode);
        Assert.True(Directory.Exists(_folder.PathOf("empty/steps")));
    }

    [Fact]
    public async Task New_DirectoryThatIsNotEmpty_IsRefusedAndLeftAlone()
    {
        _folder.Write("full/mine.txt", "mine");
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["new", "full"], _folder.Root), _folder.PathOf("full"), "empty");
        Assert.Equal(["mine.txt"], Directory.GetFileSystemEntries(_folder.PathOf("full")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task New_File_IsRefused()
    {
        _folder.Write("file", "mine");
        StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["new", "file"], _folder.Root), _folder.PathOf("file"));
    }

    [Fact]
    public async Task New_WithoutADirectory_IsOneClearError() => StartupErrors.AssertOneLine(await SiloProcess.RunAsync(["new"], _folder.Root), "new");

    // What a shell makes of a command.
    private static async Task<string[]> ShellWords(string command, string directory)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"printf '%s\\n' {command}"]) { WorkingDirectory = directory, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var words = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return words.TrimEnd('\n').Split('\n');
    }

    private static async Task<(int ExitCode, string Text)> DotnetBuild(string directory)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["build", "-m:1", "-nodeReuse:false"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync().WaitAsync(BuildLimit);
        await process.WaitForExitAsync();
        return (process.ExitCode, text + await error);
    }
}
