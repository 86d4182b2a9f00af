using System.Text.RegularExpressions;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Patterns;

/// <summary>
/// A compiled <c>pattern</c>. Matching takes linear time where the expression allows it; one with a lookaround or a back reference
/// backtracks, and is given up after <see cref="Limit"/>.
/// </summary>
internal sealed class Pattern
{
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(250);

    // The automaton of a larger one (a Unicode category with its hundreds of ranges) takes 0.2 s and more to build.
    private const int LongestForAutomaton = 4000;

    // Built when first needed: an automaton costs milliseconds, and a start has hundreds of schemas.
    private readonly Lazy<Regex> _regex;

    /// <exception cref="FormatException">The source is not a regular expression of ECMA-262.</exception>
    public Pattern(string source)
    {
        Source = source;
        var translated = EcmaPattern.Translate(source);
        var backtracking = Backtracking(translated);
        _regex = new Lazy<Regex>(() => Linear(translated) ?? backtracking);
    }

    public string Source { get; }

    /// <summary>Whether the text, as it stands in the document, has a match.</summary>
    /// <exception cref="PatternGivenUpException">The search took longer than <see cref="Limit"/>.</exception>
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        using var chars = new TextBuffer(text, stackalloc char[TextBuffer.OnStack]);
        if (JsonText.HasEscapes(text))
        {
            // Only an escape can stand for a lone surrogate, and the translated expression knows only pairs.
            JsonText.MakeWellFormed(chars.Text);
        }
        try
        {
            return _regex.Value.IsMatch(chars.Text);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new PatternGivenUpException(Source, exception);
        }
        catch (IndexOutOfRangeException exception)
        {
            // .NET 10's interpreter runs off its stack on some lazy loops inside a lookbehind; to be removed when PatternTests says so.
            throw new PatternGivenUpException(Source, exception);
        }
    }

    private static Regex Backtracking(string translated)
    {
        try
        {
            return new Regex(translated, RegexOptions.CultureInvariant, Limit);
        }
        catch (RegexParseException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static Regex? Linear(string translated)
    {
        if (translated.Length > LongestForAutomaton)
        {
            return null;
        }
        try
        {
            return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            // Lookarounds, back references, and automata that would grow too large.
            return null;
        }
    }
}
