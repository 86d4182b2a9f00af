using System.Text.RegularExpressions;

namespace Motia.Silo.Compilation;

/// <summary>An error that the compiler or the build printed.</summary>
/// <param name="File">As it was printed; null if none was.</param>
/// <param name="Line">From 1.</param>
/// <param name="Message">The code and the text, without the project that the build adds.</param>
internal sealed partial record CompilerDiagnostic(string? File, int? Line, string Message)
{
    private const int TailLength = 2000;

    /// <summary>Reads what a failed tool printed; never empty, so that a tool that died without a word is not taken for a success.</summary>
    public static IReadOnlyList<CompilerDiagnostic> Parse(ToolOutput output)
    {
        var text = $"{output.Output}\n{output.Error}".Trim();
        var found = text.Split('\n').Select(line => Pattern().Match(line.TrimEnd())).Where(match => match.Success).Select(From).Distinct().ToList();
        return found.Count > 0
            ? found
            : [new(null, null, $"the compiler ended with exit code {output.ExitCode}: {(text.Length > TailLength ? text[^TailLength..] : text)}")];
    }

    private static CompilerDiagnostic From(Match match) => new(
        match.Groups["file"].Success ? match.Groups["file"].Value : null,
        match.Groups["line"].Success ? int.Parse(match.Groups["line"].ValueSpan, provider: null) : null,
        $"{match.Groups["code"].Value}: {match.Groups["text"].Value}");

    // orders/place (1,2).step.cs(6,30): error CS0103: The name 'x' does not exist in the current context
    // /app/app.csproj : error NU1101: Unable to find package X. [/app/app.csproj]
    // error CS0006: Metadata file 'X' could not be found
    [GeneratedRegex(@"^(?:(?<file>.+?)(?:\((?<line>\d+)(?:,\d+)*\))?\s?: )?error (?<code>[A-Z]+\d+): (?<text>.*?)(?: \[[^\[\]]*proj\])?$")]
    private static partial Regex Pattern();
}
