using System.Text.RegularExpressions;
using Motia.Tests.Shared;

namespace Motia.Docs.Tests;

/// <summary>A page of the documentation and the blocks of code in it.</summary>
internal sealed partial class Page
{
    private Page(string text) => Text = text;

    public string Text { get; }

    public static Page Read(string path) => new(File.ReadAllText(Repository.PathOf(path)));

    /// <summary>The blocks of a language, in order.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [.. Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
