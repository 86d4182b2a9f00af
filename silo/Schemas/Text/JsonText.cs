using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Motia.Silo.Schemas.Text;

/// <summary>
/// The content of a JSON string as it stands in the document: UTF-8, escapes not yet resolved, quotes left out.
/// Works where <see cref="JsonElement.GetString"/> throws (an escaped lone surrogate) and without its allocation.
/// </summary>
internal static class JsonText
{
    public static ReadOnlySpan<byte> Of(JsonElement text) => JsonMarshal.GetRawUtf8Value(text)[1..^1];

    public static bool HasEscapes(ReadOnlySpan<byte> text) => text.Contains((byte)'\\');

    /// <summary>The number of code points. A lone surrogate counts as one.</summary>
    public static int CodePoints(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\')
            {
                var unit = ReadEscape(text, ref i);
                if (char.IsHighSurrogate(unit) && NextIsEscapedLow(text, i))
                {
                    i += 6;
                }
                count++;
            }
            else
            {
                count += (text[i++] & 0xC0) == 0x80 ? 0 : 1;
            }
        }
        return count;
    }

    /// <summary>Writes the text with escapes resolved, lone surrogates as they are. It has no more chars than the text has bytes.</summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<char> destination)
    {
        var written = 0;
        while (true)
        {
            var plain = text.IndexOf((byte)'\\');
            written += Encoding.UTF8.GetChars(plain < 0 ? text : text[..plain], destination[written..]);
            if (plain < 0)
            {
                return written;
            }
            var next = plain;
            destination[written++] = ReadEscape(text, ref next);
            text = text[next..];
        }
    }

    /// <summary>Replaces lone surrogates by U+FFFD.</summary>
    public static void MakeWellFormed(Span<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                text[i] = '\uFFFD';
            }
        }
    }

    public static string ToText(ReadOnlySpan<byte> text)
    {
        var chars = new char[text.Length];
        return new string(chars, 0, Decode(text, chars));
    }

    private static bool NextIsEscapedLow(ReadOnlySpan<byte> text, int at) =>
        at + 1 < text.Length && text[at] == '\\' && text[at + 1] == 'u' && char.IsLowSurrogate(ReadEscape(text, ref at));

    // The parser has accepted the document, so an escape is complete and well formed.
    private static char ReadEscape(ReadOnlySpan<byte> text, ref int at)
    {
        var kind = text[at + 1];
        if (kind == 'u')
        {
            var unit = 0;
            foreach (var digit in text.Slice(at + 2, 4))
            {
                unit = (unit << 4) | ((digit & 0x0F) + (digit >= 'A' ? 9 : 0));
            }
            at += 6;
            return (char)unit;
        }
        at += 2;
        return kind switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => (char)kind,
        };
    }
}
