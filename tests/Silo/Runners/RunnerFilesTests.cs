using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;
using Motia.Silo.Runners;
using Motia.Silo.Tests.Compilation;

namespace Motia.Silo.Tests.Runners;

/// <summary>What is watched of a project: its steps directories, and elsewhere only what runners have loaded.</summary>
public sealed class RunnerFilesTests : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly WatcherReports _loads = new();
    private readonly RunnerFiles _files;
    private readonly DateTime _began = DateTime.UtcNow.AddMinutes(-1);
    private string[] _loaded = [];

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
    public void Helper_ThatALoadBrought_IsNoChangeItself_UnlessItWasWrittenSinceThatBegan()
    {
        var before = _files.Look(FolderFingerprint.None);
        Load(SaveEarlier("lib/x.ts", "one"));
        var seen = _files.Extend(before);
        Assert.False(seen.SameAs(before));
        Assert.True(_files.Look(seen).SameAs(seen));

        Load(Save("more/late.ts", ""));
        seen = _files.Extend(seen);
        Assert.False(_files.Look(seen).SameAs(seen));
    }

    [Fact]
    public void Helper_ThatIsNoLongerLoaded_IsNoLongerWatched()
    {
        Load(SaveEarlier("lib/x.ts", "one"));
        var seen = _files.Extend(_files.Look(FolderFingerprint.None));
        Assert.Contains("lib", Folders());

        _files.Modules = RunnerModules.None;

        seen = _files.Extend(seen);
        Assert.True(_files.Look(seen).SameAs(seen));
        Assert.DoesNotContain("lib", Folders());
        Assert.False(_files.IsSource(PathOf("lib/x.ts")));
    }

    [Fact]
    public async Task Helper_ThatALoadBrought_IsWatchedFromThenOn()
    {
        _loaded = [SaveEarlier("lib/x.ts", "one")];
        await using var watcher = Watch();
        Save("steps/a.step.ts", "second");
        await _loads.ComesWithoutALookAsync("second one");

        Save("lib/x.ts", "two");

        await _loads.ComesWithoutALookAsync("second two");
    }

    [Fact]
    public async Task Helper_WrittenSinceItsLoadBegan_IsLoadedAgain()
    {
        _loaded = [Save("lib/x.ts", "one")];
        await using var watcher = Watch();
        Save("steps/a.step.ts", "second");

        await _loads.ComesWithoutALookAsync("second one");
        await _loads.ComesWithoutALookAsync("second one");
    }

    [Theory]
    [InlineData("lib/x.ts")]
    [InlineData("lib/x/index.ts")]
    public async Task Helper_ThatIsMissing_IsLoadedWhenItAppears_WithItsFolders(string path)
    {
        Load(PathOf("lib/x"));
        await using var watcher = Watch();

        Save(path, "one");

        await _loads.ComesAsync(path == "lib/x.ts" ? "first one" : "first ");
    }

    [Fact]
    public async Task Helpers_InMoreFoldersThanAreListenedTo_AreFoundByALook()
    {
        Load([.. Enumerable.Range(0, SourceWatcher.MostFolders).Select(i => SaveEarlier($"earlier/{i:00}/y.ts", "")), SaveEarlier("lib/x.ts", "one")]);
        await using var watcher = Watch();

        Save("lib/x.ts", "two");

        await _loads.ComesAsync("first two");
    }

    private string PathOf(string relativePath) => Path.Combine(_root.Path, relativePath);

    private IEnumerable<string> Folders() => _files.Folders().Select(folder => SourceTree.Relative(_root.Path, folder.Path) + (folder.IsDeep ? " deep" : ""));

    private SourceWatcher Watch() => new(_files, LoadAsync, NullLogger.Instance, _loads.Time);

    // Never seen half written, so that each is one change.
    private string Save(string relativePath, string text)
    {
        var path = PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_root.Write("saved.part", text), path, overwrite: true);
        return path;
    }

    // Before a load began that brings it.
    private string SaveEarlier(string relativePath, string text)
    {
        var path = Save(relativePath, text);
        File.SetLastWriteTimeUtc(path, _began.AddMinutes(-1));
        return path;
    }

    private string TextOf(string relativePath) => File.Exists(PathOf(relativePath)) ? File.ReadAllText(PathOf(relativePath)) : "";

    // As with a runner, what was loaded is known when it is done.
    private Task LoadAsync(CancellationToken cancellationToken)
    {
        Load(_loaded);
        _loads.Add($"{TextOf("steps/a.step.ts")} {TextOf("lib/x.ts")}");
        return Task.CompletedTask;
    }

    private void Load(params string[] files) => _files.Modules = new RunnerModules(_loaded = files, _began);
}
