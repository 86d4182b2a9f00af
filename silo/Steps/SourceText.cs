using System.Text.RegularExpressions;

namespace Motia.Silo.Steps;

/// <summary>Finds a word in a source file, for what leaves no trace in the symbols.</summary>
internal static class SourceText
{
    /// <summary>The first line that has the word.</summary>
    /// <param name="file">The file; null finds nothing.</param>
    /// <param name="word">The word.</param>
    public static SourceLine? LineOf(string? file, string word)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var pattern = $@"\b{Regex.Escape(word)}\b";
        var line = File.ReadLines(file).TakeWhile(text => !Regex.IsMatch(text, pattern)).Count() + 1;
        return new SourceLine(file, line <= File.ReadLines(file).Count() ? line : 1);
    }
}
