using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;

namespace Motia.Silo.Tests.Compilation;

public sealed class SourceWatcherTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly WatcherReports _reports = new();
    private string _file = "steps/a.step.cs";

    public SourceWatcherTests() => _root.Write("steps/a.step.cs", "// first");

    private string Steps => Path.Combine(_root.Path, "steps");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Change_FileWritten_IsReportedByTheFileSystem()
    {
        await using var watcher = Watch();

        _root.Write("steps/a.step.cs", "// second");

        await _reports.ComesWithoutALookAsync("// second");
    }

    [Fact]
    public async Task Change_EditorRenamesATemporaryFileOverIt_IsReportedByTheFileSystem()
    {
        var saved = _root.Write("steps/a.step.cs.tmp~", "// saved");
        await using var watcher = Watch();

        File.Move(saved, Path.Combine(Steps, "a.step.cs"), overwrite: true);

        await _reports.ComesWithoutALookAsync("// saved");
    }

    [Fact]
    public async Task Change_SameLengthAndTime_IsReportedByTheFileSystem()
    {
        var path = Path.Combine(Steps, "a.step.cs");
        var written = File.GetLastWriteTimeUtc(path);
        await using var watcher = Watch();

        File.WriteAllText(path, "// FIRST");
        File.SetLastWriteTimeUtc(path, written);

        await _reports.ComesWithoutALookAsync("// FIRST");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_FolderMovedIn_AlsoBesidePackages_ItAndItsFilesAreReportedByTheFileSystem(bool besidePackages)
    {
        if (besidePackages)
        {
            _root.Write("steps/node_modules/p/index.js", "");
        }

        _root.Write("elsewhere/a.step.cs", "// moved in");
        _file = "steps/flow/a.step.cs";
        await using var watcher = Watch();

        Directory.Move(Path.Combine(_root.Path, "elsewhere"), Path.Combine(Steps, "flow"));

        await _reports.ComesWithoutALookAsync("// moved in");
        _root.Write(_file, "// changed there");
        await _reports.ComesWithoutALookAsync("// changed there");
    }

    [Fact]
    public async Task Change_FileDeleted_IsReportedByTheFileSystem()
    {
        await using var watcher = Watch();

        File.Delete(Path.Combine(Steps, "a.step.cs"));

        await _reports.ComesWithoutALookAsync("");
    }

    [Fact]
    public async Task Change_BehindALink_IsFoundByALook()
    {
        _root.Write("elsewhere/a.step.cs", "// b");
        Directory.CreateSymbolicLink(Path.Combine(Steps, "linked"), Path.Combine(_root.Path, "elsewhere"));
        _file = "elsewhere/a.step.cs";
        await using var watcher = Watch();

        _root.Write(_file, "// b has changed");

        await _reports.ComesAsync("// b has changed");
    }

    [Fact]
    public async Task Change_ProjectBesideTheDirectory_IsFoundByALook()
    {
        _file = "app.csproj";
        await using var watcher = Watch();

        _root.Write(_file, "<Project />");

        await _reports.ComesAsync("<Project />");
    }

    [Fact]
    public async Task Change_DirectoryRemovedAndMadeAgain_IsWatchedAgain()
    {
        await using var watcher = Watch();

        Directory.Delete(Steps, recursive: true);
        await _reports.ComesAsync("");
        _root.Write("steps/a.step.cs", "// again");

        await _reports.ComesAsync("// again");
        _reports.Time.Advance(SourceWatcher.LookInterval);
        _root.Write("steps/a.step.cs", "// and again");
        await _reports.ComesWithoutALookAsync("// and again");
    }

    [Fact]
    public async Task Change_FilesThatAreNoSources_AreNotReported()
    {
        await using var watcher = Watch();
        _root.Write("steps/readme.md", "text");
        _root.Write("steps/obj/Generated.cs", "// generated");
        _root.Write("steps/node_modules/x/y.cs", "// package");

        _reports.Time.Advance(SourceWatcher.LookInterval * 3);
        Assert.True(_reports.IsEmpty);
        File.Move(_root.Write("second.tmp", "// second"), Path.Combine(Steps, "a.step.cs"), overwrite: true);

        Assert.DoesNotContain("// first", await _reports.ComesAsync("// second"));
    }

    [Fact]
    public async Task Change_CallbackThrew_IsLoggedAndTheNextIsReported()
    {
        var log = new RecordingLogger();
        await using var watcher = new SourceWatcher(
            new StepFolderFiles(Steps, _root.Path), async _ => throw new InvalidOperationException(await ReportAsync()), log, _reports.Time);

        _root.Write("steps/a.step.cs", "// second");
        await _reports.ComesAsync("// second");
        _root.Write("steps/a.step.cs", "// third");

        await _reports.ComesAsync("// third");
        Assert.Contains(log.Exceptions, exception => exception.Message == "// second");
    }

    [Fact]
    public async Task Change_CallbackThrew_IsReportedAgainByALook()
    {
        var failures = 2;
        await using var watcher = new SourceWatcher(new StepFolderFiles(Steps, _root.Path), ReportAndFailAsync, NullLogger.Instance, _reports.Time);

        _root.Write("steps/a.step.cs", "// second");
        await _reports.ComesAsync("// second");
        await _reports.ComesAsync("// second");
        await _reports.ComesAsync("// second");
        _reports.Time.Advance(SourceWatcher.LookInterval * 3);
        Assert.True(_reports.IsEmpty);

        async Task ReportAndFailAsync(CancellationToken cancellationToken)
        {
            await ReportAsync();
            if (failures-- > 0)
            {
                throw new InvalidOperationException("It fails at first.");
            }
        }
    }

    private SourceWatcher Watch() => new(new StepFolderFiles(Steps, _root.Path), _ => ReportAsync(), NullLogger.Instance, _reports.Time);

    private async Task<string> ReportAsync()
    {
        var path = Path.Combine(_root.Path, _file);
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, CancellationToken.None) : "";
        _reports.Add(text);
        return text;
    }
}
