using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Compilation;

public sealed class SourceWatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempFolder _root = new();
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private string _file = "steps/a.step.cs";

    public SourceWatcherTests() => _root.Write("steps/a.step.cs", "// first");

    private string Steps => Path.Combine(_root.Path, "steps");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Change_FileWritten_IsReportedByTheFileSystem()
    {
        var time = new ManualTime();
        await using var watcher = Watch(time);

        _root.Write("steps/a.step.cs", "// second");

        await ReportedWithoutALookAsync("// second", time);
    }

    [Fact]
    public async Task Change_EditorRenamesATemporaryFileOverIt_IsReportedByTheFileSystem()
    {
        var saved = _root.Write("steps/a.step.cs.tmp~", "// saved");
        var time = new ManualTime();
        await using var watcher = Watch(time);

        File.Move(saved, Path.Combine(Steps, "a.step.cs"), overwrite: true);

        await ReportedWithoutALookAsync("// saved", time);
    }

    [Fact]
    public async Task Change_SameLengthAndTime_IsReportedByTheFileSystem()
    {
        var path = Path.Combine(Steps, "a.step.cs");
        var written = File.GetLastWriteTimeUtc(path);
        var time = new ManualTime();
        await using var watcher = Watch(time);

        File.WriteAllText(path, "// FIRST");
        File.SetLastWriteTimeUtc(path, written);

        await ReportedWithoutALookAsync("// FIRST", time);
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
        var time = new ManualTime();
        await using var watcher = Watch(time);

        Directory.Move(Path.Combine(_root.Path, "elsewhere"), Path.Combine(Steps, "flow"));

        await ReportedWithoutALookAsync("// moved in", time);
        _root.Write(_file, "// changed there");
        await ReportedWithoutALookAsync("// changed there", time);
    }

    [Fact]
    public async Task Change_FileDeleted_IsReportedByTheFileSystem()
    {
        var time = new ManualTime();
        await using var watcher = Watch(time);

        File.Delete(Path.Combine(Steps, "a.step.cs"));

        await ReportedWithoutALookAsync("", time);
    }

    [Fact]
    public async Task Change_BehindALink_IsFoundByALook()
    {
        _root.Write("elsewhere/a.step.cs", "// b");
        Directory.CreateSymbolicLink(Path.Combine(Steps, "linked"), Path.Combine(_root.Path, "elsewhere"));
        _file = "elsewhere/a.step.cs";
        var time = new ManualTime();
        await using var watcher = Watch(time);

        _root.Write(_file, "// b has changed");

        await ReportedAsync("// b has changed", time);
    }

    [Fact]
    public async Task Change_ProjectBesideTheDirectory_IsFoundByALook()
    {
        _file = "app.csproj";
        var time = new ManualTime();
        await using var watcher = Watch(time);

        _root.Write(_file, "<Project />");

        await ReportedAsync("<Project />", time);
    }

    [Fact]
    public async Task Change_DirectoryRemovedAndMadeAgain_IsWatchedAgain()
    {
        var time = new ManualTime();
        await using var watcher = Watch(time);

        Directory.Delete(Steps, recursive: true);
        await ReportedAsync("", time);
        _root.Write("steps/a.step.cs", "// again");

        await ReportedAsync("// again", time);
        time.Advance(SourceWatcher.LookInterval);
        _root.Write("steps/a.step.cs", "// and again");
        await ReportedWithoutALookAsync("// and again", time);
    }

    [Fact]
    public async Task Change_FilesThatAreNoSources_AreNotReported()
    {
        var time = new ManualTime();
        await using var watcher = Watch(time);
        _root.Write("steps/readme.md", "text");
        _root.Write("steps/obj/Generated.cs", "// generated");
        _root.Write("steps/node_modules/x/y.cs", "// package");

        time.Advance(SourceWatcher.LookInterval * 3);
        Assert.Equal(0, _calls.Reader.Count);
        File.Move(_root.Write("second.tmp", "// second"), Path.Combine(Steps, "a.step.cs"), overwrite: true);

        Assert.DoesNotContain("// first", await ReportedAsync("// second", time));
    }

    [Fact]
    public async Task Change_CallbackThrew_IsLoggedAndTheNextIsReported()
    {
        var time = new ManualTime();
        var log = new RecordingLogger();
        await using var watcher = new SourceWatcher(
            new StepFolderFiles(Steps, _root.Path), async _ => throw new InvalidOperationException(await ReportAsync()), log, time);

        _root.Write("steps/a.step.cs", "// second");
        await ReportedAsync("// second", time);
        _root.Write("steps/a.step.cs", "// third");

        await ReportedAsync("// third", time);
        Assert.Contains(log.Exceptions, exception => exception.Message == "// second");
    }

    [Fact]
    public async Task Change_CallbackThrew_IsReportedAgainByALook()
    {
        var time = new ManualTime();
        var failures = 2;
        await using var watcher = new SourceWatcher(new StepFolderFiles(Steps, _root.Path), ReportAndFailAsync, NullLogger.Instance, time);

        _root.Write("steps/a.step.cs", "// second");
        await ReportedAsync("// second", time);
        await ReportedAsync("// second", time);
        await ReportedAsync("// second", time);
        time.Advance(SourceWatcher.LookInterval * 3);
        Assert.Equal(0, _calls.Reader.Count);

        async Task ReportAndFailAsync(CancellationToken cancellationToken)
        {
            await ReportAsync();
            if (failures-- > 0)
            {
                throw new InvalidOperationException("It fails at first.");
            }
        }
    }

    private SourceWatcher Watch(TimeProvider time) => new(new StepFolderFiles(Steps, _root.Path), _ => ReportAsync(), NullLogger.Instance, time);

    private async Task<string> ReportAsync()
    {
        var path = Path.Combine(_root.Path, _file);
        var text = File.Exists(path) ? await File.ReadAllTextAsync(path, CancellationToken.None) : "";
        await _calls.Writer.WriteAsync(text, CancellationToken.None);
        return text;
    }

    /// <summary>Moves the clock only to end the quiet time after an event, so that no look can find it.</summary>
    private async Task ReportedWithoutALookAsync(string text, ManualTime time)
    {
        var started = time.GetUtcNow();
        await UntilReportedAsync(text, () =>
        {
            if (time.IsDueWithin(ChangeDebounce.Quiet))
            {
                time.Advance(ChangeDebounce.Quiet);
            }
        });
        Assert.True(time.GetUtcNow() - started < SourceWatcher.LookInterval);
    }

    private Task<List<string>> ReportedAsync(string text, ManualTime time) => UntilReportedAsync(text, () => time.Advance(SourceWatcher.LookInterval / 2));

    /// <summary>What was reported before <paramref name="text"/> was.</summary>
    private async Task<List<string>> UntilReportedAsync(string text, Action moveClock)
    {
        using var patience = new CancellationTokenSource(Patience);
        var before = new List<string>();
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (!_calls.Reader.TryRead(out var reported))
            {
                moveClock();
                await Task.Yield();
            }
            else if (reported == text)
            {
                return before;
            }
            else
            {
                before.Add(reported);
            }
        }
    }
}
