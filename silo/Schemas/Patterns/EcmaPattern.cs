using System.Globalization;
using System.Text;

namespace Motia.Silo.Schemas.Patterns;

/// <summary>
/// Rewrites a regular expression of ECMA-262 (unicode mode) as one of .NET that matches the same. What differs between them:
/// <c>\d \w \b</c> are ASCII, <c>$</c> is the very end, <c>.</c> and classes match whole code points, <c>\p{…}</c> takes long names,
/// groups are numbered in order. Punctuation may be escaped needlessly, and a lone <c>{</c>, <c>}</c> or <c>]</c> stands for itself, as
/// without unicode mode.
/// </summary>
internal sealed class EcmaPattern
{
    private const string Word = "[0-9A-Z_a-z]";

    private readonly string _text;
    private readonly List<string?> _groups;
    private readonly StringBuilder _result = new();
    private int _at;

    private EcmaPattern(string text)
    {
        _text = text;
        _groups = GroupNames(text);
    }

    /// <exception cref="FormatException">It is not such an expression; the message says what and where.</exception>
    public static string Translate(string text)
    {
        var pattern = new EcmaPattern(text);
        pattern.Alternatives(0);
        return pattern._result.ToString();
    }

    private void Alternatives(int depth)
    {
        if (depth > 100)
        {
            throw Wrong("groups are nested more than 100 deep");
        }
        var repeatable = false;
        while (_at < _text.Length)
        {
            var start = _at;
            var c = _text[_at++];
            switch (c)
            {
                case ')' when depth > 0:
                    _at--;
                    return;
                case ')':
                    _at--;
                    throw Wrong("\")\" has no \"(\"");
                case '|':
                    _result.Append('|');
                    repeatable = false;
                    break;
                case '^':
                    _result.Append('^');
                    repeatable = false;
                    break;
                case '$':
                    _result.Append(@"\z");
                    repeatable = false;
                    break;
                case '(':
                    repeatable = Group(depth);
                    break;
                case '*' or '+' or '?':
                    _at = start;
                    throw Wrong($"\"{c}\" has nothing to repeat");
                case '{' when QuantifierLength(start) > 0:
                    _at = start;
                    throw Wrong("\"{\" has nothing to repeat");
                default:
                    _at = start;
                    repeatable = Atom();
                    break;
            }
            if (repeatable)
            {
                Quantifier();
            }
        }
        if (depth > 0)
        {
            throw Wrong("\"(\" is not closed");
        }
    }

    private bool Group(int depth)
    {
        var open = _at - 1;
        var looks = false;
        if (Take("?:"))
        {
            _result.Append("(?:");
        }
        else if (Take("?<=") || Take("?<!") || Take("?=") || Take("?!"))
        {
            looks = true;
            _result.Append(_text, open, _at - open);
        }
        else
        {
            if (Take("?<"))
            {
                _at = _text.IndexOf('>', _at) + 1;
            }
            else if (_at < _text.Length && _text[_at] == '?')
            {
                throw Wrong("a group begins with \"(\", \"(?:\", \"(?=\", \"(?!\", \"(?<=\", \"(?<!\" or \"(?<name>\"");
            }
            _result.Append('(');
        }
        Alternatives(depth + 1);
        _at++;
        _result.Append(')');
        return !looks;
    }

    // One character, class or escape; false when it consumes nothing and so cannot be repeated.
    private bool Atom()
    {
        var start = _at;
        switch (_text[_at])
        {
            case '.':
                _at++;
                Append(EcmaClasses.AnyButLineEnds);
                return true;
            case '[':
                Append(new EcmaClassReader(_text).Read(ref _at));
                return true;
            case '\\' when _at + 1 < _text.Length:
                return Escape();
            case '\\':
                throw Wrong("it ends with \"\\\"");
            default:
                Append(new CodePoints().Add(char.ConvertToUtf32(WellFormed(start), 0)));
                _at += char.IsHighSurrogate(_text[start]) ? 2 : 1;
                return true;
        }
    }

    private bool Escape()
    {
        var c = _text[_at + 1];
        if (c is 'b' or 'B')
        {
            _at += 2;
            _result.Append(c == 'b'
                ? $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))"
                : $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))");
            return false;
        }
        if (c is 'k' || c is >= '1' and <= '9')
        {
            // A group that took no part matches nothing in ECMA-262, and fails in .NET: hence the condition.
            var group = Reference();
            _result.Append(CultureInfo.InvariantCulture, $@"(?({group})\{group}|)");
            return true;
        }
        Append(new EcmaClassReader(_text).ReadEscape(ref _at));
        return true;
    }

    private int Reference()
    {
        var start = _at;
        int group;
        if (_text[_at + 1] == 'k')
        {
            var end = _text.IndexOf('>', _at);
            group = end > _at + 2 && _text[_at + 2] == '<' ? _groups.IndexOf(_text[(_at + 3)..end]) + 1 : 0;
            _at = end + 1;
        }
        else
        {
            var end = _at + 1;
            while (end < _text.Length && char.IsAsciiDigit(_text[end]) && end < start + 5)
            {
                end++;
            }
            group = int.Parse(_text.AsSpan((start + 1)..end), CultureInfo.InvariantCulture);
            _at = end;
        }
        if (group < 1 || group > _groups.Count)
        {
            _at = start;
            throw Wrong("the reference names no group");
        }
        return group;
    }

    private void Append(CodePoints set)
    {
        var many = _at < _text.Length && _text[_at] == '*' ? set.ToRepeatedAtom() : null;
        _result.Append(many ?? set.ToAtom());
    }

    private void Quantifier()
    {
        var length = _at < _text.Length ? QuantifierLength(_at) : 0;
        if (length == 0)
        {
            return;
        }
        _result.Append(_text, _at, length);
        _at += length;
        if (Take("?"))
        {
            _result.Append('?');
        }
    }

    private int QuantifierLength(int at)
    {
        if (_text[at] is '*' or '+' or '?')
        {
            return 1;
        }
        var end = _text[at] == '{' ? _text.IndexOf('}', at) : -1;
        if (end < 0)
        {
            return 0;
        }
        var bounds = _text[(at + 1)..end].Split(',');
        if (bounds.Length > 2 || bounds[0].Length == 0 || !bounds.All(bound => bound.All(char.IsAsciiDigit)))
        {
            return 0;
        }
        if (bounds.Any(bound => bound.Length > 9) || (bounds.Length == 2 && bounds[1].Length > 0 && Number(bounds[0]) > Number(bounds[1])))
        {
            _at = at;
            throw Wrong("the bounds are out of order or too large");
        }
        return end - at + 1;
    }

    private bool Take(string expected)
    {
        if (string.CompareOrdinal(_text, _at, expected, 0, expected.Length) != 0)
        {
            return false;
        }
        _at += expected.Length;
        return true;
    }

    // The names of the capturing groups in order, null for those without: a reference may come before its group.
    private List<string?> GroupNames(string text)
    {
        var names = new List<string?>();
        var inClass = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                continue;
            }
            inClass = text[i] == '[' || (inClass && text[i] != ']');
            if (inClass || text[i] != '(')
            {
                continue;
            }
            if (i + 1 >= text.Length || text[i + 1] != '?')
            {
                names.Add(null);
            }
            else if (i + 3 < text.Length && text[i + 2] == '<' && text[i + 3] is not ('=' or '!'))
            {
                var end = text.IndexOf('>', i);
                _at = i;
                var name = end < 0 ? "" : text[(i + 3)..end];
                if (name.Length == 0 || char.IsAsciiDigit(name[0]) || names.Contains(name)
                    || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$'))
                {
                    throw Wrong("a group's name is a letter, then letters and digits, and no other group's");
                }
                names.Add(name);
                _at = 0;
            }
        }
        return names;
    }

    private string WellFormed(int at)
    {
        if (!char.IsSurrogate(_text[at]))
        {
            return _text[at].ToString();
        }
        return at + 1 < _text.Length && char.IsSurrogatePair(_text[at], _text[at + 1]) ? _text.Substring(at, 2) : "\uFFFD";
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private FormatException Wrong(string reason) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{reason} (at character {_at + 1})"));
}
