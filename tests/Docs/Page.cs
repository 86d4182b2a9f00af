using System.Reflection;
using System.Text.RegularExpressions;

namespace Motia.Docs.Tests;

/// <summary>A page of the documentation and the blocks of code in it.</summary>
internal sealed partial class Page
{
    private static readonly string Repository =
        typeof(Page).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Repository").Value!;

    private Page(string text) => Text = text;

    public string Text { get; }

    public static Page Read(string path) => new(File.ReadAllText(Path.Combine(Repository, path)));

    public static string PathOf(string path) => Path.Combine(Repository, path);

    /// <summary>The blocks of a language, in order.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [.. Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
