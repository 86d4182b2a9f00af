using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Logs;

namespace Motia.Silo.Tests.Logs;

public sealed class LogGrainLinesTests
{
    [Fact]
    public void Read_WithFilters_FindsWhatMatchesAllOfThem()
    {
        var lines = new LogGrainLines();
        foreach (var trace in new[] { "t1", "t2" })
        {
            foreach (var step in new[] { "s1", "s2" })
            {
                lines.Add(Line($"{trace} {step} info", trace, step, "info"));
                lines.Add(Line($"{trace} {step} error", trace, step, "error"));
            }
        }

        Assert.Equal(["t1 s2 error", "t1 s2 info", "t1 s1 error", "t1 s1 info"], Read(lines, new("t1", null, null, 0, 100)));
        Assert.Equal(["t2 s1 error", "t1 s1 error"], Read(lines, new(null, "s1", "error", 0, 100)));
        Assert.Equal(["t2 s2 info"], Read(lines, new("t2", "s2", "info", 0, 100)));
        Assert.Empty(Read(lines, new("t", null, null, 0, 100)));
    }

    [Fact]
    public void Read_PageByPage_SeesEachLineOnceWhileNewOnesCome()
    {
        var lines = new LogGrainLines();
        for (var number = 1; number <= 10; number++)
        {
            lines.Add(Line($"{number}"));
        }

        var (found, before, pages) = (new List<string>(), 0L, 0);
        do
        {
            var page = lines.Read(new(null, null, null, before, 5));
            found.AddRange(page.Lines.Select(line => line.Message));
            before = page.Next;
            lines.Add(Line($"new {++pages}"));
        }
        while (before != 0);

        Assert.Equal(2, pages);
        Assert.Equal(Enumerable.Range(1, 10).Reverse().Select(number => $"{number}"), found);
    }

    [Fact]
    public void Window_OverItsBounds_DropsTheOldest()
    {
        var many = new LogGrainLines();
        var large = new LogGrainLines();
        for (var number = 0; number < 10_000; number++)
        {
            many.Add(Line($"{number}"));
            large.Add(Line($"{number} {new string('x', 3_000)}"));
        }

        Assert.InRange(Read(many, Everything).Length, 4_000, 4_300);
        Assert.InRange(Read(large, Everything).Sum(message => message.Length), 1_800_000, 2 * 1024 * 1024);
        Assert.StartsWith("9999", Read(large, Everything)[0], StringComparison.Ordinal);
        Assert.InRange(large.TakeUnsaved().Count, 1, LogGrainLines.Slots);
    }

    [Fact]
    public void Segments_OfLinesThatFillThemBadly_StayWithinTheirSlots()
    {
        var lines = new LogGrainLines();
        for (var number = 0; number < 1_000; number++)
        {
            lines.Add(Line(number % 2 == 0 ? "short" : new string('x', 8_192), arguments: number % 2 == 0 ? "" : $"\"{new string('y', 8_100)}\""));
        }

        var numbers = lines.TakeUnsaved().Select(segment => segment.Number % LogGrainLines.Slots).ToList();
        Assert.Equal(numbers.Distinct(), numbers);
        Assert.InRange(numbers.Count, 100, LogGrainLines.Slots);
    }

    [Fact]
    public void Line_ThatIsTooLong_IsCutShortAndItsArgumentsStayJson()
    {
        var lines = new LogGrainLines();
        lines.Add(Line(new('m', 100_000), arguments: $$"""{"a":"{{new string('\u00e4', 100_000)}}"}"""));

        var line = Assert.Single(lines.Read(Everything).Lines);

        Assert.EndsWith("… (100000 bytes)", line.Message, StringComparison.Ordinal);
        Assert.InRange(line.Message.Length, 1_000, 8_192);
        using var arguments = JsonDocument.Parse(line.Arguments);
        Assert.Equal(200_008, arguments.RootElement.GetProperty("bytes").GetInt32());
    }

    [Fact]
    public void Segments_StoredAndRestored_AreTheSame()
    {
        var lines = new LogGrainLines();
        for (var number = 0; number < 1_000; number++)
        {
            lines.Add(Line($"{number} größer", $"trace-{number}", "step", "warn", "{\"n\":1}"));
        }

        var restored = new LogGrainLines();
        restored.Restore(lines.TakeUnsaved().Select(segment => LogGrainSegment.Decode("log-segment/p:0.n.logs-0", segment.Encode())).Reverse());

        Assert.Equal(lines.Read(Everything).Lines.AsEnumerable(), restored.Read(Everything).Lines);
        Assert.False(restored.HasUnsaved);
    }

    private static LogQuery Everything => new(null, null, null, 0, 100_000);

    private static string[] Read(LogGrainLines lines, LogQuery query) => [.. lines.Read(query).Lines.Select(line => line.Message)];

    private static LogLine Line(string message, string trace = "", string step = "", string level = "info", string arguments = "") =>
        new(new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), level, trace, step, message, arguments);
}
