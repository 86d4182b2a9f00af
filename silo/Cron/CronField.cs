using System.Globalization;

namespace Motia.Silo.Cron;

/// <summary>
/// A field of a cron expression, read into the values that it stands for: the parser swaps the ends of a range that passes the end of the field (22-2), takes steps of no or any length,
/// and knows Sunday only as 0.
/// </summary>
internal sealed record CronField(string Name, int Min, int Max, params string[] Names)
{
    private const int ShortestName = 3;

    /// <summary>The fields from the seconds on.</summary>
    public static IReadOnlyList<CronField> All { get; } =
    [
        new("second", 0, 59),
        new("minute", 0, 59),
        new("hour", 0, 23),
        new("day of month", 1, 31),
        new("month", 1, 12, CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12]),
        new("day of week", 0, 6, CultureInfo.InvariantCulture.DateTimeFormat.DayNames),
    ];

    private int Span => Max - Min + 1;

    // A week has Sunday at both ends.
    private int Greatest => Max == 6 ? 7 : Max;

    private string Allowed => Names.Length == 0 ? $"{Min} to {Greatest}" : $"{Min} to {Greatest} or {Short(Names[0])} to {Short(Names[^1])}";

    /// <summary>The field as a list of numbers.</summary>
    /// <param name="text">The field.</param>
    /// <param name="error">What is wrong with it and what is allowed; null if nothing is.</param>
    public string Read(string text, out string? error)
    {
        error = null;
        var values = new SortedSet<int>();
        foreach (var part in text.Split(','))
        {
            error ??= Add(values, part);
        }

        error = error is null ? null : $"the {Name} is \"{text}\": {error}";
        return string.Join(',', values);
    }

    private string? Add(SortedSet<int> values, string part)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        var step = 1;
        if (slash >= 0 && !(TryRead(part[(slash + 1)..], out step) && step >= 1 && step <= Span))
        {
            return $"a step must be 1 to {Span}, but is \"{part[slash..]}\".";
        }

        var range = slash < 0 ? part : part[..slash];
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var (first, last) = range == "*" ? (Min, Max)
            : dash < 0 ? (ValueOf(range), ValueOf(range))
            : (ValueOf(range[..dash]), ValueOf(range[(dash + 1)..]));
        if (first is not { } from || last is not { } to)
        {
            return $"it must be *, {Allowed}, a range of these (a-b), with a step (*/n, a-b/n) or not, or a list of such (a,b), but has \"{range}\".";
        }

        // A number with a step goes on to the end.
        (from, to) = dash < 0 && slash >= 0 ? (Wrap(from), Max) : (from, to);
        to += from > to ? Span : 0;
        for (var value = from; value <= to; value += step)
        {
            values.Add(Wrap(value));
        }

        return null;
    }

    private int Wrap(int value) => Min + ((value - Min) % Span);

    private int? ValueOf(string text)
    {
        var name = text.Length < ShortestName ? -1 : Array.FindIndex(Names, one => one.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        return name >= 0 ? Min + name
            : TryRead(text, out var value) && value >= Min && value <= Greatest ? value
            : null;
    }

    private static bool TryRead(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static string Short(string name) => name[..ShortestName].ToUpperInvariant();
}
