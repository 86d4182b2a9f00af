using System.Globalization;
using System.Text.Json;

namespace Motia.Bench.Figures;

/// <summary>Writes the figures down.</summary>
internal static class Report
{
    private const int NameWidth = 46;
    private const int ValueWidth = 10;

    /// <summary>A table of a section.</summary>
    public static void Write(TextWriter writer, Section section)
    {
        writer.WriteLine();
        writer.WriteLine(section.Title);
        writer.WriteLine($"  {section.Note}");
        writer.WriteLine($"  {"",-NameWidth}{"median",ValueWidth}{"min",ValueWidth}{"max",ValueWidth}");
        foreach (var figure in section.Figures)
        {
            var value = figure.Value;
            var name = figure.Unit.Length == 0 ? figure.Name : $"{figure.Name}, {figure.Unit}";
            writer.WriteLine(
                $"  {name,-NameWidth}{Text(value.Median),ValueWidth}{Text(value.Min),ValueWidth}{Text(value.Max),ValueWidth}{Verdict(figure)}".TrimEnd());
        }
    }

    /// <summary>The figures that have a key, as one line of JSON.</summary>
    public static string Json(IEnumerable<Section> sections) =>
        JsonSerializer.Serialize(sections.SelectMany(section => section.Figures).Where(figure => figure.Key is not null)
            .ToDictionary(figure => figure.Key!, figure => Math.Round(figure.Value.Median, Math.Abs(figure.Value.Median) < 100 ? 3 : 0)));

    private static string Verdict(Figure figure) =>
        figure.Target is { } target ? $"   {figure.Key} {target}: {(target.IsMetBy(figure.Value.Median) ? "met" : "missed")}" : "";

    private static string Text(double value) =>
        value.ToString(Math.Abs(value) switch { >= 1000 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
