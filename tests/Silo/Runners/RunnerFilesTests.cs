using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;
using Motia.Silo.Runners;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Runners;

/// <summary>What is watched of a project: its steps directories, and elsewhere only what runners have loaded.</summary>
public sealed class RunnerFilesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TempFolder _root = new();
    private readonly ManualTime _time = new();
    private readonly Channel<string> _loads = Channel.CreateUnbounded<string>();
    private readonly RunnerFiles _files;
    private string[] _loaded = [];
    private DateTime? _began;

    public RunnerFilesTests()
    {
        _root.Write("steps/a.step.ts", "first");
        _files = new RunnerFiles(new RunnerProject(_root.Path, [PathOf("steps")]), RunnerLanguage.Node);
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Folders_AreTheSteps_TheProjectItself_AndThoseOfModules()
    {
        _root.Write("steps/orders/b.step.ts", "");
        _root.Write("public/images/logo.js", "");
        _root.Write("lib/inner/deep/other.ts", "");
        _files.Modules = new RunnerModules([PathOf("steps/orders/b.step.ts"), _root.Write("lib/inner/x.ts", ""), PathOf("gone/further/missing")], DateTime.UtcNow);
        Assert.Equal(["steps deep", ".", "lib/inner"], Folders());
    }

    [Fact]
    public void Folders_OfStepsWithPackagesAmongThem_LeaveThesePackagesOut()
    {
        _root.Write("steps/orders/deep/b.step.ts", "");
        _root.Write("steps/shop/node_modules/p/index.js", "");
        _root.Write("steps/shop/cart/c.step.ts", "");
        _root.Write("steps/.git/objects/00/x", "");
        Assert.Equal([".", "steps", "steps/orders deep", "steps/shop", "steps/shop/cart deep"], Folders().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sources_AreThoseOfTheSteps_WhatIsLoaded_WhatLiesBesideIt_AndTheSettings()
    {
        _files.Modules = new RunnerModules([PathOf("lib/x.ts"), PathOf("dist/y.js")], DateTime.UtcNow);
        foreach (var path in new[] { "steps/a.step.ts", "steps/new/b.js", "steps/view.tsx", "steps/data.json", "lib/x.ts", "lib/beside.mjs", "dist/y.js", ".env", "motia.config.ts", "package.json" })
        {
            Assert.True(_files.IsSource(PathOf(path)), path);
        }

        foreach (var path in new[] { "steps/dist/a.js", "steps/node_modules/p/a.js", "lib/data.json", "lib/x.py", "lib/deep/z.ts", "lib/.#x.ts", "public/a.js", "vite.config.ts", "lib/.env" })
        {
            Assert.False(_files.IsSource(PathOf(path)), path);
        }
    }

    [Fact]
    public async Task Helper_ThatALoadBrought_IsNoChangeItself_AndItsEditIsReportedByTheFileSystem()
    {
        _loaded = [Save("lib/x.ts", "one")];
        await using var watcher = Watch();
        Save("steps/a.step.ts", "second");
        await LoadedWithoutALookAsync("second one");
        _time.Advance(SourceWatcher.LookInterval * 3);

        Save("lib/x.ts", "two");

        Assert.Empty(await LoadedWithoutALookAsync("second two"));
    }

    [Fact]
    public async Task Helper_WrittenSinceItsLoadBegan_IsLoadedAgain()
    {
        _loaded = [Save("lib/x.ts", "one")];
        _began = File.GetLastWriteTimeUtc(_loaded[0]);
        await using var watcher = Watch();
        Save("steps/a.step.ts", "second");

        await LoadedWithoutALookAsync("second one");
        Assert.Empty(await LoadedWithoutALookAsync("second one"));
    }

    [Fact]
    public async Task Helper_ThatIsNoLongerLoaded_IsNoLongerWatched()
    {
        _files.Modules = new RunnerModules([Save("lib/x.ts", "one")], DateTime.MaxValue);
        await using var watcher = Watch();
        Save("steps/a.step.ts", "second");
        await LoadedWithoutALookAsync("second one");
        Save("lib/x.ts", "two");
        _time.Advance(SourceWatcher.LookInterval * 3);

        Save("steps/a.step.ts", "third");

        Assert.Empty(await LoadedWithoutALookAsync("third two"));
    }

    [Theory]
    [InlineData("lib/x.ts")]
    [InlineData("lib/x/index.ts")]
    public async Task Helper_ThatIsMissing_IsLoadedWhenItAppears_WithItsFolders(string path)
    {
        _loaded = [PathOf("lib/x")];
        _files.Modules = new RunnerModules(_loaded, DateTime.MaxValue);
        await using var watcher = Watch();

        Save(path, "one");

        await LoadedAsync(path == "lib/x.ts" ? "first one" : "first ");
    }

    [Fact]
    public async Task Helpers_InMoreFoldersThanAreListenedTo_AreFoundByALook()
    {
        _loaded = [.. Enumerable.Range(0, SourceWatcher.MostFolders).Select(i => Save($"earlier/{i:00}/y.ts", "")), Save("lib/x.ts", "one")];
        _files.Modules = new RunnerModules(_loaded, DateTime.MaxValue);
        await using var watcher = Watch();

        Save("lib/x.ts", "two");

        await LoadedAsync("first two");
    }

    private string PathOf(string relativePath) => Path.Combine(_root.Path, relativePath);

    private IEnumerable<string> Folders() => _files.Folders().Select(folder => SourceTree.Relative(_root.Path, folder.Path) + (folder.IsDeep ? " deep" : ""));

    private SourceWatcher Watch() => new(_files, LoadAsync, NullLogger.Instance, _time);

    // Never seen half written, so that each is one change.
    private string Save(string relativePath, string text)
    {
        var path = PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_root.Write("saved.part", text), path, overwrite: true);
        return path;
    }

    private string TextOf(string relativePath) => File.Exists(PathOf(relativePath)) ? File.ReadAllText(PathOf(relativePath)) : "";

    // As with a runner, what was loaded is known when it is done.
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        _files.Modules = new RunnerModules(_loaded, _began ?? DateTime.MaxValue);
        await _loads.Writer.WriteAsync($"{TextOf("steps/a.step.ts")} {TextOf("lib/x.ts")}", cancellationToken);
    }

    /// <summary>Moves the clock only to end the quiet time after an event, so that no look can find it.</summary>
    private async Task<IReadOnlyList<string>> LoadedWithoutALookAsync(string texts)
    {
        var started = _time.GetUtcNow();
        var before = await LoadedAsync(texts, () =>
        {
            if (_time.IsDueWithin(ChangeDebounce.Quiet))
            {
                _time.Advance(ChangeDebounce.Quiet);
            }
        });
        Assert.True(_time.GetUtcNow() - started < SourceWatcher.LookInterval);
        return before;
    }

    private Task<IReadOnlyList<string>> LoadedAsync(string texts) => LoadedAsync(texts, () => _time.Advance(SourceWatcher.LookInterval / 2));

    /// <summary>What was loaded before.</summary>
    private async Task<IReadOnlyList<string>> LoadedAsync(string texts, Action moveClock)
    {
        using var patience = new CancellationTokenSource(Patience);
        var before = new List<string>();
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (!_loads.Reader.TryRead(out var loaded))
            {
                moveClock();
                await Task.Yield();
            }
            else if (loaded == texts)
            {
                return before;
            }
            else
            {
                before.Add(loaded);
            }
        }
    }
}
