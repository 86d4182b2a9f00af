using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Compilation;

/// <summary>A subfolder that may not be read is a mistake of that folder; the others are compiled and watched.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnreadableFolderTests : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;

    private readonly TempFolder _root = new();
    private readonly string _steps;
    private readonly string _sub;

    public UnreadableFolderTests()
    {
        _root.Write("steps/a.step.cs", StepFolderFixture.Step("A", "\"a\""));
        _root.Write("steps/sub/b.step.cs", StepFolderFixture.Step("B", "\"b\""));
        _steps = Path.Combine(_root.Path, "steps");
        _sub = Path.Combine(_steps, "sub");
        File.SetUnixFileMode(_root.Path, Everyone);
        File.SetUnixFileMode(_steps, Everyone);
        File.SetUnixFileMode(_sub, UnixFileMode.None);
    }

    public void Dispose()
    {
        File.SetUnixFileMode(_sub, Everyone);
        _root.Dispose();
    }

    [Fact]
    public void Look_SubfolderUnreadable_TellsItAndFindsTheOthers() => OrdinaryUser.Run(() =>
    {
        var (files, unreadable) = SourceTree.Look(_steps, ".cs");
        Assert.Equal([Path.Combine(_steps, "a.step.cs")], files);
        Assert.Equal(_sub, Assert.Single(unreadable).Path);
    });

    [Fact]
    public void Look_DirectoryItselfUnreadable_Throws() =>
        OrdinaryUser.Run(() => Assert.Throws<UnauthorizedAccessException>(() => SourceTree.Look(_sub, ".cs")));

    [Fact]
    public void Fingerprint_EmptyFolderBecomesUnreadable_IsAnotherOne()
    {
        File.SetUnixFileMode(_sub, Everyone);
        File.Delete(Path.Combine(_sub, "b.step.cs"));
        var before = new StepFolderFiles(_steps, _root.Path).Look(FolderFingerprint.None);
        File.SetUnixFileMode(_sub, UnixFileMode.None);
        OrdinaryUser.Run(() => Assert.False(new StepFolderFiles(_steps, _root.Path).Look(before).SameAs(before)));
    }

    [Fact]
    public void Build_SubfolderUnreadable_IsAnErrorOfThatFolder() => OrdinaryUser.Run(() =>
    {
        // Without any other source nothing is compiled, which another thread would do with root's rights.
        File.Delete(Path.Combine(_steps, "a.step.cs"));
        using var folder = new StepFolder(_steps, _root.Path, Path.Combine(_root.Path, "cache"), new ToolProcess(), NullLogger.Instance, TimeProvider.System);
        var error = Assert.Single(folder.BuildAsync(CancellationToken.None).GetAwaiter().GetResult().Errors);
        Assert.Equal("steps/sub", error.File);
        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public async Task Watch_SubfolderUnreadable_GoesOnForTheOthers()
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        SourceWatcher? watcher = null;
        OrdinaryUser.Run(() => watcher = new SourceWatcher(
            new StepFolderFiles(_steps, _root.Path),
            _ =>
            {
                changed.TrySetResult();
                return Task.CompletedTask;
            },
            NullLogger.Instance,
            TimeProvider.System));
        await using (watcher)
        {
            _root.Write("steps/a.step.cs", StepFolderFixture.Step("A", "\"changed\""));
            await changed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
