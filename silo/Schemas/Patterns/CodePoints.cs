using System.Globalization;
using System.Text;

namespace Motia.Silo.Schemas.Patterns;

/// <summary>A set of Unicode code points, and how to say it to .NET, whose expressions know only UTF-16 units.</summary>
internal sealed class CodePoints
{
    private const int Last = 0x10FFFF;

    private readonly List<(int From, int To)> _ranges = [];

    public CodePoints Add(int from, int to)
    {
        _ranges.Add((from, to));
        return this;
    }

    public CodePoints Add(int codePoint) => Add(codePoint, codePoint);

    public CodePoints Add(CodePoints other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    public CodePoints Complement()
    {
        var result = new CodePoints();
        var next = 0;
        foreach (var (from, to) in Merged())
        {
            if (from > next)
            {
                result.Add(next, from - 1);
            }
            next = to + 1;
        }
        return next <= Last ? result.Add(next, Last) : result;
    }

    public static CodePoints Of(Func<UnicodeCategory, bool> category)
    {
        var result = new CodePoints();
        var from = -1;
        for (var codePoint = 0; codePoint <= Last + 1; codePoint++)
        {
            var inside = codePoint <= Last && category(CharUnicodeInfo.GetUnicodeCategory(codePoint));
            if (inside && from < 0)
            {
                from = codePoint;
            }
            else if (!inside && from >= 0)
            {
                result.Add(from, codePoint - 1);
                from = -1;
            }
        }
        return result;
    }

    /// <summary>
    /// One atom that matches a code point of the set. Surrogates are left out of the single units: what is matched against holds no
    /// lone ones.
    /// </summary>
    public string ToAtom()
    {
        var units = new StringBuilder();
        var pairs = new SortedDictionary<int, string>();
        foreach (var (from, to) in Merged())
        {
            AppendUnits(units, from, Math.Min(to, 0xD7FF));
            AppendUnits(units, Math.Max(from, 0xE000), Math.Min(to, 0xFFFF));
            AddPairs(pairs, Math.Max(from, 0x10000), to);
        }
        if (pairs.Count == 0)
        {
            return units.Length == 0 ? @"[^\u0000-\uFFFF]" : $"[{units}]";
        }
        var alternatives = pairs
            .GroupBy(pair => pair.Value, pair => pair.Key)
            .Select(group => $"[{Run(group)}][{group.Key}]");
        return $"(?:{(units.Length == 0 ? "" : $"[{units}]|")}{string.Join('|', alternatives)})";
    }

    /// <summary>
    /// The same for an atom under <c>*</c>, as a single class of units: a run that ends between the halves of a pair leads nowhere,
    /// since nothing else matches the second half. Null when the set has some pairs and not all.
    /// </summary>
    public string? ToRepeatedAtom()
    {
        var ranges = Merged();
        if (ranges.Count == 0 || ranges[^1].To != Last || ranges[^1].From > 0x10000)
        {
            return null;
        }
        var units = new StringBuilder(@"\uD800-\uDFFF");
        foreach (var (from, to) in ranges)
        {
            AppendUnits(units, from, Math.Min(to, 0xFFFF));
        }
        return $"[{units}]";
    }

    private static void AppendUnits(StringBuilder units, int from, int to)
    {
        if (from <= to)
        {
            units.Append(Unit(from)).Append(to > from ? "-" + Unit(to) : "");
        }
    }

    // By first half of the pair: the class of its second halves.
    private static void AddPairs(SortedDictionary<int, string> pairs, int from, int to)
    {
        while (from <= to)
        {
            var high = 0xD7C0 + (from >> 10);
            var end = Math.Min(from | 0x3FF, to);
            pairs[high] = $"{pairs.GetValueOrDefault(high)}{Unit(0xDC00 | (from & 0x3FF))}-{Unit(0xDC00 | (end & 0x3FF))}";
            from = end + 1;
        }
    }

    private List<(int From, int To)> Merged()
    {
        var merged = new List<(int From, int To)>();
        foreach (var range in _ranges.OrderBy(range => range.From))
        {
            if (merged.Count > 0 && range.From <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, range.To));
            }
            else
            {
                merged.Add(range);
            }
        }
        return merged;
    }

    // The first halves, in order, as a class: mostly one unbroken run.
    private static string Run(IEnumerable<int> highs)
    {
        var set = new CodePoints();
        foreach (var high in highs)
        {
            set.Add(high);
        }
        return string.Concat(set.Merged().Select(range => $"{Unit(range.From)}-{Unit(range.To)}"));
    }

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $@"\u{unit:X4}");
}
