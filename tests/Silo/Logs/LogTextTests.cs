using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Logs;

namespace Motia.Silo.Tests.Logs;

public sealed class LogTextTests
{
    private static readonly DateTime Time = new(2026, 3, 2, 1, 2, 3, 4, DateTimeKind.Utc);

    [Fact]
    public void Line_WithoutException_HasTimeLevelRunMessageAndArguments() => Assert.Equal(
        """2026-03-02T01:02:03.004Z info  trace Step It was\nso. {"Name":"Ada"}""", LogText.Of(Line("It was\nso.", [new("Name", "Ada")], null)));

    [Fact]
    public void Exception_OfAnyLine_BeginsWithItsTypeAndMessage()
    {
        var text = LogText.Of(Line("The handler failed.", [new("Name", "Ada")], Thrown("no\r\nguests", 1)));

        Assert.StartsWith(
            """2026-03-02T01:02:03.004Z info  trace Step The handler failed. System.InvalidOperationException: no\r\nguests {"Name":"Ada"} at Motia.""", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public void Exception_WithACause_NamesBothBeforeAnyFrame()
    {
        var text = LogText.Of(Line("Failed.", [], new AggregateException("outer", Thrown("inner", 1))));

        Assert.Contains("Failed. System.AggregateException: outer (inner)\\n ---> System.InvalidOperationException: inner at Motia.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Exception_DeepStack_IsCutAt2000Characters()
    {
        var line = Line("Failed.", [], Thrown("deep", 200));
        var text = LogText.Of(line);

        Assert.EndsWith("…", text, StringComparison.Ordinal);
        Assert.Equal(2_000, text.Length - text.IndexOf("at Motia.", StringComparison.Ordinal));
        Assert.True(line.Arguments.Length > 10_000, "what is kept and written as JSON has the whole stack");
    }

    [Fact]
    public void Exception_NeverThrown_HasNoStack() => Assert.EndsWith(
        " Failed. System.InvalidOperationException: plain", LogText.Of(Line("Failed.", [], new InvalidOperationException("plain"))), StringComparison.Ordinal);

    [Fact]
    public void Arguments_CalledExceptionToo_AreBothWritten()
    {
        Assert.EndsWith(
            """ Failed. System.InvalidOperationException: plain {"exception":"mine"}""",
            LogText.Of(Line("Failed.", [new("exception", "mine")], new InvalidOperationException("plain"))),
            StringComparison.Ordinal);
        Assert.EndsWith(""" Failed. {"exception":5}""", LogText.Of(Line("Failed.", [new("exception", 5)], null)), StringComparison.Ordinal);
    }

    private static LogLine Line(string message, IReadOnlyList<KeyValuePair<string, object?>> arguments, Exception? exception) =>
        LogEntry.Create(Time, LogLevel.Information, "category", new RunScope("trace", "Step"), message, arguments, exception);

    private static InvalidOperationException Thrown(string message, int depth)
    {
        try
        {
            Throw(message, depth);
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }

        throw new InvalidOperationException("nothing was thrown");
    }

    private static int Throw(string message, int depth) => depth == 0 ? throw new InvalidOperationException(message) : 1 + Throw(message, depth - 1);
}
