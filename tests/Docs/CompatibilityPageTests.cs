using System.Text.RegularExpressions;
using Motia.Tests.Shared;

namespace Motia.Docs.Tests;

public sealed partial class CompatibilityPageTests
{
    private static readonly string[] Suites = ["tests", "runners/node/test", "runners/python/tests"];

    [Fact]
    public void Tests_ThatThePageNames_AreThere()
    {
        var files = Suites.SelectMany(suite => Directory.EnumerateFiles(Repository.PathOf(suite), "*", SearchOption.AllDirectories)).Select(file => Path.GetFileName(file));
        var named = LastCell().Matches(Page.Read("docs/compatibility.md").Text).SelectMany(row => Code().Matches(row.Value)).Select(name => FileOf(name.Groups[1].Value)).ToHashSet();
        var missing = named.Except(files);
        Assert.Contains("RunnerParseTests.cs", named);
        Assert.Empty(missing);
    }

    private static string FileOf(string test) => test.Contains('.', StringComparison.Ordinal) ? test : $"{test}.cs";

    [GeneratedRegex(@"\|[^|]+\|$", RegexOptions.Multiline)]
    private static partial Regex LastCell();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
