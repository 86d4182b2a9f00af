using System.Globalization;

namespace Motia.Silo.Schemas.Patterns;

/// <summary>Reads <c>[…]</c> and the escapes that stand for characters.</summary>
internal sealed class EcmaClassReader(string text)
{
    /// <summary>Reads a class from its <c>[</c> to behind its <c>]</c>.</summary>
    public CodePoints Read(ref int at)
    {
        var start = at++;
        var negated = at < text.Length && text[at] == '^';
        at += negated ? 1 : 0;
        var set = new CodePoints();
        while (at < text.Length && text[at] != ']')
        {
            var (from, many) = Member(ref at);
            if (many is null && at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
            {
                var dash = at++;
                var (to, others) = Member(ref at);
                if (others is null)
                {
                    set.Add(from, to >= from ? to : throw Wrong("the range is out of order", dash));
                    continue;
                }
                set.Add('-').Add(others);
            }
            set.Add(many ?? new CodePoints().Add(from));
        }
        if (at >= text.Length)
        {
            throw Wrong("\"[\" is not closed", start);
        }
        at++;
        return negated ? set.Complement() : set;
    }

    /// <summary>Reads an escape outside of a class.</summary>
    public CodePoints ReadEscape(ref int at)
    {
        var (one, many) = Escape(ref at);
        return many ?? new CodePoints().Add(one);
    }

    private (int One, CodePoints? Many) Member(ref int at)
    {
        if (text[at] == '\\')
        {
            if (at + 1 < text.Length && text[at + 1] is 'b')
            {
                at += 2;
                return ('\b', null);
            }
            return Escape(ref at);
        }
        var pair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
        var one = pair ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];
        at += pair ? 2 : 1;
        return (one, null);
    }

    private (int One, CodePoints? Many) Escape(ref int at)
    {
        var start = at;
        if (at + 1 >= text.Length)
        {
            throw Wrong("it ends with \"\\\"", start);
        }
        var c = text[at + 1];
        at += 2;
        switch (c)
        {
            case 'd': return (0, EcmaClasses.Digits);
            case 'D': return (0, EcmaClasses.Digits.Complement());
            case 'w': return (0, EcmaClasses.Word);
            case 'W': return (0, EcmaClasses.Word.Complement());
            case 's': return (0, EcmaClasses.Space);
            case 'S': return (0, EcmaClasses.Space.Complement());
            case 'p' or 'P': return (0, Property(c == 'P', ref at));
            case 'n': return ('\n', null);
            case 'r': return ('\r', null);
            case 't': return ('\t', null);
            case 'v': return ('\v', null);
            case 'f': return ('\f', null);
            case '0' when at >= text.Length || !char.IsAsciiDigit(text[at]): return ('\0', null);
            case 'c' when at < text.Length && char.IsAsciiLetter(text[at]): return (text[at++] & 0x1F, null);
            case 'x': return (Hex(2, start, ref at), null);
            case 'u': return (Unicode(start, ref at), null);
            case var _ when c < 0x80 && !char.IsAsciiLetterOrDigit(c): return (c, null);
            default: throw Wrong($"\"\\{c}\" is not an escape of ECMA-262", start);
        }
    }

    private CodePoints Property(bool negated, ref int at)
    {
        var start = at - 2;
        var end = at < text.Length && text[at] == '{' ? text.IndexOf('}', at) : -1;
        var name = end < 0 ? "" : text[(at + 1)..end];
        var set = EcmaClasses.Property(name)
            ?? throw Wrong(
                $"\"\\p{{{name}}}\" is not implemented; it may name a general category, Any, ASCII, White_Space, "
                    + "Emoji_Component, Extended_Pictographic or Regional_Indicator",
                start);
        at = end + 1;
        return negated ? set.Complement() : set;
    }

    private int Unicode(int start, ref int at)
    {
        if (at < text.Length && text[at] == '{')
        {
            var end = text.IndexOf('}', at);
            if (end > at + 1 && end <= at + 9
                && int.TryParse(text.AsSpan((at + 1)..end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)
                && codePoint is >= 0 and <= 0x10FFFF)
            {
                at = end + 1;
                return codePoint;
            }
            throw Wrong("\"\\u{…}\" takes a hexadecimal code point up to 10FFFF", start);
        }
        var unit = Hex(4, start, ref at);
        if (char.IsHighSurrogate((char)unit) && at + 1 < text.Length && text[at] == '\\' && text[at + 1] == 'u')
        {
            var next = at + 2;
            var low = next < text.Length && text[next] != '{' ? Hex(4, at, ref next) : 0;
            if (char.IsLowSurrogate((char)low))
            {
                at = next;
                return char.ConvertToUtf32((char)unit, (char)low);
            }
        }
        return unit;
    }

    private int Hex(int digits, int start, ref int at)
    {
        if (at + digits <= text.Length
            && int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            at += digits;
            return value;
        }
        throw Wrong($"the escape takes {digits} hexadecimal digits", start);
    }

    private static FormatException Wrong(string reason, int at) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{reason} (at character {at + 1})"));
}
