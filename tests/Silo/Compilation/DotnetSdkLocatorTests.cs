using Motia.Silo.Compilation;

namespace Motia.Silo.Tests.Compilation;

public sealed class DotnetSdkLocatorTests
{
    [Theory]
    [InlineData("10.0.401", "9.0.100", "10.0.401", "10.0.99")]
    [InlineData("11.0.100-preview.1", "10.0.401", "11.0.100-preview.1")]
    [InlineData("10.0.100", "10.0.100", "10.0.100-rc.1")]
    public async Task Find_SeveralSdks_TakesTheNewest(string expected, params string[] installed)
    {
        using var root = new TempFolder();
        foreach (var version in installed)
        {
            root.Write($"sdk/{version}/Roslyn/bincore/csc.dll", "");
        }

        root.Write("sdk/12.0.100/no-compiler-here", "");

        var sdk = await new DotnetSdkLocator(new ToolProcess(), [Path.Combine(root.Path, "missing"), root.Path]).FindAsync(CancellationToken.None);

        Assert.Equal(expected, sdk!.Version);
    }

    [Fact]
    public async Task Find_None_SaysWhatWasLookedForAndWhatToDo()
    {
        using var root = new TempFolder();
        root.Write("sdk/9.0.100/Roslyn/bincore/csc.dll", "");
        var locator = new DotnetSdkLocator(new ToolProcess(), [root.Path], "no-such-dotnet");

        Assert.Null(await locator.FindAsync(CancellationToken.None));
        Assert.Contains(root.Path, locator.NotFound, StringComparison.Ordinal);
        Assert.Contains(".NET SDK 10", locator.NotFound, StringComparison.Ordinal);
        Assert.Contains("AddSteps", locator.NotFound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_NothingInTheRoots_AsksTheHost()
    {
        var process = new ToolProcess();
        using var empty = new TempFolder();
        var host = DotnetSdkLocator.HostRoots().Select(root => Path.Combine(root, "dotnet")).First(File.Exists);

        var sdk = await new DotnetSdkLocator(process, [empty.Path], host).FindAsync(CancellationToken.None);

        Assert.True(File.Exists(sdk!.Compiler));
        Assert.Equal(1, process.Started);
    }

    [Fact]
    public void References_NoPackForTheRunningVersion_AreTheRunningFramework()
    {
        using var root = new TempFolder();
        root.Write("packs/Microsoft.NETCore.App.Ref/9.0.1/ref/net9.0/System.Runtime.dll", "");

        var references = ReferenceSet.For(new DotnetSdk(root.Path, "11.0.100"), Environment.Version);

        Assert.StartsWith("runtime ", references.Identity, StringComparison.Ordinal);
        Assert.Contains(references.Paths, path => Path.GetFileName(path) == "System.Private.CoreLib.dll");
        Assert.All(references.Paths, path => Assert.True(File.Exists(path)));
    }
}
