using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;

namespace Motia.Silo.Tests.Compilation;

public sealed class StepFolderWatcherTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Far longer than the file system takes to report something that is not to be reported, were it reported.
    private static readonly TimeSpan SeveralLooks = StepFolderWatcher.LookInterval * 3;

    private readonly TempFolder _root = new();
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

    private string Steps => Path.Combine(_root.Path, "steps");

    public StepFolderWatcherTests() => _root.Write("steps/a.step.cs", "// first");

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Change_FileWritten_IsReportedBeforeTheNextLook()
    {
        await using var watcher = Watch(TimeProvider.System);
        var started = TimeProvider.System.GetTimestamp();

        _root.Write("steps/a.step.cs", "// second");

        Assert.Equal("// second", await NextAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(started) < StepFolderWatcher.LookInterval);
    }

    [Fact]
    public async Task Change_EditorRenamesATemporaryFileOverIt_IsReported()
    {
        await using var watcher = Watch(TimeProvider.System);

        File.Move(_root.Write("steps/a.step.cs.tmp~", "// saved"), Path.Combine(Steps, "a.step.cs"), overwrite: true);

        Assert.Equal("// saved", await NextAsync());
    }

    [Fact]
    public async Task Change_SameLengthAndTime_IsReported()
    {
        var path = Path.Combine(Steps, "a.step.cs");
        var time = File.GetLastWriteTimeUtc(path);
        await using var watcher = Watch(TimeProvider.System);

        File.WriteAllText(path, "// FIRST");
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal("// FIRST", await NextAsync());
    }

    [Fact]
    public async Task Change_FolderMovedIn_IsReported()
    {
        _root.Write("elsewhere/b.step.cs", "// b");
        await using var watcher = Watch(TimeProvider.System);

        Directory.Move(Path.Combine(_root.Path, "elsewhere"), Path.Combine(Steps, "flow"));

        await NextAsync();
        _root.Write("steps/flow/b.step.cs", "// changed in the new folder");
        await NextAsync();
    }

    [Fact]
    public async Task Change_FileDeleted_IsReported()
    {
        await using var watcher = Watch(TimeProvider.System);

        File.Delete(Path.Combine(Steps, "a.step.cs"));

        Assert.Equal("", await NextAsync());
    }

    [Fact]
    public async Task Change_BehindALink_IsFoundByALook()
    {
        _root.Write("elsewhere/b.step.cs", "// b");
        Directory.CreateSymbolicLink(Path.Combine(Steps, "linked"), Path.Combine(_root.Path, "elsewhere"));
        var time = new ManualTime();
        await using var watcher = Watch(time);

        _root.Write("elsewhere/b.step.cs", "// b has changed");
        time.Advance(StepFolderWatcher.LookInterval);
        time.Advance(ChangeDebounce.Quiet);

        await NextAsync();
    }

    [Fact]
    public async Task Change_ProjectBesideTheDirectory_IsFoundByALook()
    {
        var time = new ManualTime();
        await using var watcher = Watch(time);

        _root.Write("app.csproj", "<Project />");
        time.Advance(StepFolderWatcher.LookInterval);
        time.Advance(ChangeDebounce.Quiet);

        await NextAsync();
    }

    [Fact]
    public async Task Change_DirectoryRemovedAndMadeAgain_IsWatchedAgain()
    {
        var time = new ManualTime();
        await using var watcher = Watch(time);

        Directory.Delete(Steps, recursive: true);
        Assert.Equal("", await NextWhileAdvancingAsync(time));
        _root.Write("steps/a.step.cs", "// again");

        Assert.Equal("// again", await NextWhileAdvancingAsync(time));
    }

    [Fact]
    public async Task Change_FilesThatAreNoSources_AreNotReported()
    {
        var time = new ManualTime();
        await using var watcher = Watch(time);
        _root.Write("steps/readme.md", "text");
        _root.Write("steps/obj/Generated.cs", "// generated");
        _root.Write("steps/node_modules/x/y.cs", "// package");

        time.Advance(SeveralLooks);
        Assert.Equal(0, _calls.Reader.Count);
        _root.Write("steps/a.step.cs", "// second");

        Assert.Equal("// second", await NextWhileAdvancingAsync(time));
        Assert.Equal(0, _calls.Reader.Count);
    }

    [Fact]
    public async Task Change_CallbackThrew_TheNextIsReported()
    {
        await using var watcher = new StepFolderWatcher(Steps, _root.Path, async _ =>
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Steps, "a.step.cs"), CancellationToken.None);
            await _calls.Writer.WriteAsync(text, CancellationToken.None);
            throw new InvalidOperationException("broken");
        }, NullLogger.Instance, TimeProvider.System);

        _root.Write("steps/a.step.cs", "// second");
        Assert.Equal("// second", await NextAsync());
        _root.Write("steps/a.step.cs", "// third");

        Assert.Equal("// third", await NextAsync());
    }

    private StepFolderWatcher Watch(TimeProvider time) => new(Steps, _root.Path, async _ =>
    {
        var path = Path.Combine(Steps, "a.step.cs");
        await _calls.Writer.WriteAsync(File.Exists(path) ? await File.ReadAllTextAsync(path, CancellationToken.None) : "", CancellationToken.None);
    }, NullLogger.Instance, time);

    private Task<string> NextAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private async Task<string> NextWhileAdvancingAsync(ManualTime time)
    {
        var next = NextAsync();
        while (!next.IsCompleted)
        {
            time.Advance(StepFolderWatcher.LookInterval);
            await Task.Yield();
        }

        return await next;
    }
}
