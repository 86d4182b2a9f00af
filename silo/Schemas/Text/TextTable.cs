using System.Text;

namespace Motia.Silo.Schemas.Text;

/// <summary>Finds the number of a text among those known when the schema was compiled, straight from the bytes of the document.</summary>
internal sealed class TextTable
{
    private const int ScanLimit = 8;

    // Stands for a text that never stands in a document as it is: one with a backslash, which begins an escape there, or with half of a
    // surrogate pair, which has no UTF-8 form.
    private static readonly byte[] NeverRaw = [0xFF];

    private readonly byte[][] _texts;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextTable(IEnumerable<string> texts)
    {
        Texts = [.. texts.Distinct(StringComparer.Ordinal)];
        _texts = [.. Texts.Select(Raw)];
        for (var i = 0; i < Texts.Length; i++)
        {
            _numbers.Add(Texts[i], i);
        }
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string[] Texts { get; }

    public int NumberOf(string text) => _numbers[text];

    /// <summary>The number, or -1. The text is as it stands in the document, escapes and all; the guess is looked at first.</summary>
    public int Find(ReadOnlySpan<byte> text, int guess = 0)
    {
        if ((uint)guess < (uint)_texts.Length && text.SequenceEqual(_texts[guess]))
        {
            return guess;
        }
        if (_texts.Length > ScanLimit)
        {
            return Look(text);
        }
        for (var i = 0; i < _texts.Length; i++)
        {
            if (text.SequenceEqual(_texts[i]))
            {
                return i;
            }
        }
        return JsonText.HasEscapes(text) ? Look(text) : -1;
    }

    private static byte[] Raw(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return text.Contains('\\') || Encoding.UTF8.GetString(bytes) != text ? NeverRaw : bytes;
    }

    private int Look(ReadOnlySpan<byte> text)
    {
        using var chars = new TextBuffer(text, stackalloc char[TextBuffer.OnStack]);
        return _lookup.TryGetValue(chars.Text, out var number) ? number : -1;
    }
}
