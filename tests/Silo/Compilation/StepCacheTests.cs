using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Compilation;

public sealed class StepCacheTests
{
    [Fact]
    public async Task Build_SameSourcesAfterARestart_StartsNoProcess()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));
        var first = await folder.BuildAsync();
        folder.Restart();

        var second = await folder.BuildAsync();

        Assert.Equal(0, folder.Process.Started);
        Assert.Equal((first.Hash, first.AssemblyPath), (second.Hash, second.AssemblyPath));
        Assert.Equal(first.StepFiles, second.StepFiles);
    }

    [Fact]
    public async Task Build_ContentChangedBack_StartsNoProcess()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));
        var first = await folder.BuildAsync();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"b\""));
        var second = await folder.BuildAsync();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));

        var third = await folder.BuildAsync();

        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(first.Hash, third.Hash);
        Assert.Equal(2, folder.Process.Started);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task Build_CachedAssemblyTruncated_IsCompiledAgain(int length)
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));
        var first = await folder.BuildAsync();
        using (var file = File.OpenWrite(first.AssemblyPath!))
        {
            file.SetLength(length);
        }

        folder.Restart();
        var second = await folder.BuildAsync();

        Assert.Equal(1, folder.Process.Started);
        Assert.Equal("a", StepFolderFixture.Call(second, "A"));
    }

    [Fact]
    public async Task Build_CacheEntryWithoutItsManifest_IsCompiledAgain()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));
        var first = await folder.BuildAsync();
        File.Delete(Path.Combine(Path.GetDirectoryName(first.AssemblyPath)!, "..", "files.sha256"));

        Assert.Equal("a", StepFolderFixture.Call(await folder.BuildAsync(), "A"));
        Assert.Equal(2, folder.Process.Started);
    }

    [Fact]
    public void Commit_MoreThanFiveEntries_RemovesThoseThatServedLongestAgo()
    {
        using var root = new TempFolder();
        var time = new ManualTime();
        var cache = new StepCache(root.Path, NullLogger.Instance, time);
        for (var i = 0; i < 7; i++)
        {
            Commit(cache, $"key{i}");
            time.Advance(TimeSpan.FromMinutes(1));
            Assert.NotNull(cache.Find("key0"));
        }

        Assert.Equal(["key0", "key3", "key4", "key5", "key6"], Directory.GetDirectories(root.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RemoveAbandonedWork_FolderOfAKilledProcess_IsRemoved()
    {
        using var root = new TempFolder();
        var cache = new StepCache(root.Path, NullLogger.Instance, TimeProvider.System);
        Commit(cache, "key");
        cache.NewWorkFolder();

        cache.RemoveAbandonedWork();

        Assert.Equal(cache.EntryFolder("key"), Assert.Single(Directory.GetDirectories(root.Path)));
    }

    [Fact]
    public void Location_ForMemory_IsRemovedWithIt()
    {
        var location = StepCacheLocation.For(null);
        Commit(new StepCache(Path.Combine(location.Path, "x"), NullLogger.Instance, TimeProvider.System), "key");

        location.Dispose();

        Assert.False(Directory.Exists(location.Path));
    }

    private static void Commit(StepCache cache, string key)
    {
        var work = cache.NewWorkFolder();
        File.WriteAllText(Path.Combine(work, "bin", "a.dll"), key);
        cache.Commit(work, key, "bin/a.dll");
    }
}
