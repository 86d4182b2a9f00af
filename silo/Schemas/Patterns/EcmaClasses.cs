namespace Motia.Silo.Schemas.Patterns;

/// <summary>The character classes of ECMA-262, code point by code point.</summary>
internal static class EcmaClasses
{
    // General categories in the order of UnicodeCategory: short name and long name (ECMA-262, table 68).
    private static readonly (string Short, string Long)[] Categories =
    [
        ("Lu", "Uppercase_Letter"), ("Ll", "Lowercase_Letter"), ("Lt", "Titlecase_Letter"), ("Lm", "Modifier_Letter"),
        ("Lo", "Other_Letter"),
        ("Mn", "Nonspacing_Mark"), ("Mc", "Spacing_Mark"), ("Me", "Enclosing_Mark"),
        ("Nd", "Decimal_Number"), ("Nl", "Letter_Number"), ("No", "Other_Number"),
        ("Zs", "Space_Separator"), ("Zl", "Line_Separator"), ("Zp", "Paragraph_Separator"),
        ("Cc", "Control"), ("Cf", "Format"), ("Cs", "Surrogate"), ("Co", "Private_Use"),
        ("Pc", "Connector_Punctuation"), ("Pd", "Dash_Punctuation"), ("Ps", "Open_Punctuation"), ("Pe", "Close_Punctuation"),
        ("Pi", "Initial_Punctuation"), ("Pf", "Final_Punctuation"), ("Po", "Other_Punctuation"),
        ("Sm", "Math_Symbol"), ("Sc", "Currency_Symbol"), ("Sk", "Modifier_Symbol"), ("So", "Other_Symbol"), ("Cn", "Unassigned"),
    ];

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L", ["Mark"] = "M", ["Combining_Mark"] = "M", ["Number"] = "N", ["Separator"] = "Z", ["Other"] = "C",
        ["Punctuation"] = "P", ["punct"] = "P", ["Symbol"] = "S", ["digit"] = "Nd", ["cntrl"] = "Cc", ["Cased_Letter"] = "LC",
    };

    public static CodePoints Digits => new CodePoints().Add('0', '9');

    public static CodePoints Word => new CodePoints().Add('0', '9').Add('A', 'Z').Add('a', 'z').Add('_');

    public static CodePoints Space => Blanks.Add(0xFEFF);

    private static CodePoints Blanks => new CodePoints()
        .Add('\t', '\r').Add(' ').Add(0xA0).Add(0x1680).Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F).Add(0x205F).Add(0x3000);

    public static CodePoints AnyButLineEnds => new CodePoints().Add('\n').Add('\r').Add(0x2028, 0x2029).Complement();

    /// <summary>The set of a <c>\p{name}</c>, or null when it is not known here.</summary>
    public static CodePoints? Property(string name)
    {
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            return name[..equals] is "General_Category" or "gc" ? Category(name[(equals + 1)..]) : null;
        }
        return name switch
        {
            "Any" => new CodePoints().Add(0, 0x10FFFF),
            "ASCII" => new CodePoints().Add(0, 0x7F),
            "White_Space" or "space" => Blanks.Add(0x85),
            "Emoji_Component" or "EComp" => Emoji.Component,
            "Extended_Pictographic" or "ExtPict" => Emoji.Pictographic,
            "Regional_Indicator" or "RI" => new CodePoints().Add(0x1F1E6, 0x1F1FF),
            _ => Category(name),
        };
    }

    private static CodePoints? Category(string name)
    {
        var wanted = Groups.GetValueOrDefault(name, name);
        var matches = new bool[Categories.Length];
        for (var i = 0; i < Categories.Length; i++)
        {
            var (shortName, longName) = Categories[i];
            matches[i] = longName == wanted || shortName == wanted || (wanted.Length == 1 && shortName[0] == wanted[0])
                || (wanted == "LC" && (shortName is "Lu" or "Ll" or "Lt"));
        }
        return matches.Contains(true) ? CodePoints.Of(category => matches[(int)category]) : null;
    }
}
