using System.Text.RegularExpressions;

namespace Motia.Silo.Runners;

/// <summary>Reads <c>.env</c> files as Node's dotenv does: <c>NAME=value</c>, <c>export</c>, comments, quotes, values of several lines in quotes.</summary>
internal static partial class DotEnv
{
    public static IEnumerable<KeyValuePair<string, string>> Parse(string text)
    {
        foreach (Match line in Line().Matches(text.ReplaceLineEndings("\n")))
        {
            var value = line.Groups["single"] is { Success: true } single ? single.Value
                : line.Groups["back"] is { Success: true } back ? back.Value
                : line.Groups["double"] is { Success: true } quoted ? quoted.Value.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal)
                : line.Groups["plain"].Value.Trim();
            yield return KeyValuePair.Create(line.Groups["name"].Value, value);
        }
    }

    [GeneratedRegex(
        """
        ^[ \t]*(?:export[ \t]+)?(?<name>[\w.-]+)[ \t]*(?:=|:[ \t])[ \t]*
        (?:'(?<single>(?:\\'|[^'])*)'|`(?<back>(?:\\`|[^`])*)`|"(?<double>(?:\\"|[^"])*)"|(?<plain>[^#\n]*))
        [ \t]*(?:\#.*)?$
        """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Line();
}
