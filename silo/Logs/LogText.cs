using System.Globalization;
using System.Text;
using System.Text.Json;
using Motia.Grains;

namespace Motia.Silo.Logs;

/// <summary>A log line as text for people: one line, of an exception first what it is and last the beginning of its stack.</summary>
internal static class LogText
{
    private const int LongestStack = 2_000;
    private const string FirstFrame = "\n   at ";

    public static string Of(LogLine line)
    {
        var text = new StringBuilder()
            .Append(line.Time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)).Append(' ')
            .Append(line.Level.PadRight(5)).Append(' ')
            .Append(line.TraceId.Length == 0 ? "-" : line.TraceId).Append(' ')
            .Append(line.Step.Length == 0 ? "-" : line.Step).Append(' ')
            .Append(OneLine(line.Message));
        if (line.Arguments.Length == 0)
        {
            return text.ToString();
        }

        if (!line.Arguments.Contains($"\"{LogEntry.ExceptionArgument}\":", StringComparison.Ordinal))
        {
            return text.Append(' ').Append(OneLine(line.Arguments)).ToString();
        }

        using var arguments = JsonDocument.Parse(line.Arguments);
        AppendWithException(text, [.. arguments.RootElement.EnumerateObject()]);
        return text.ToString();
    }

    // The exception is written last; an argument that a step calls the same is not it.
    private static void AppendWithException(StringBuilder text, JsonProperty[] arguments)
    {
        var exception = arguments[^1] is { Name: LogEntry.ExceptionArgument, Value: { ValueKind: JsonValueKind.String } value } ? value.GetString()! : "";
        var stackAt = exception.IndexOf(FirstFrame, StringComparison.Ordinal);
        var others = exception.Length > 0 ? arguments[..^1] : arguments;
        if (exception.Length > 0)
        {
            text.Append(' ').Append(OneLine(stackAt < 0 ? exception : exception[..stackAt].TrimEnd('\r')));
        }

        if (others.Length > 0)
        {
            text.Append(" {").AppendJoin(',', others.Select(argument => OneLine($"{argument}"))).Append('}');
        }

        if (stackAt >= 0)
        {
            var stack = OneLine(exception[(stackAt + 1)..].TrimStart());
            text.Append(' ').Append(stack.Length <= LongestStack ? stack : $"{stack.AsSpan(0, LongestStack - 1)}…");
        }
    }

    private static string OneLine(string text) => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
