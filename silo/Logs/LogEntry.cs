using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Json;

namespace Motia.Silo.Logs;

/// <summary>Makes a <see cref="LogLine"/> of what the logging interfaces give.</summary>
internal static class LogEntry
{
    /// <summary>The argument that holds an exception, its stack included; written after the others.</summary>
    public const string ExceptionArgument = "exception";

    public static LogLine Create<TState>(DateTime time, LogLevel level, string category, RunScope? run, string message, TState state, Exception? exception) =>
        new(time, LevelName(level), run?.TraceId ?? "", run?.Step ?? "", message, Arguments(category, run, message, state, exception));

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    // The message's own arguments; a line that no step wrote also says which part of the host did.
    private static string Arguments<TState>(string category, RunScope? run, string message, TState state, Exception? exception)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = MotiaJson.Options.Encoder });
        json.WriteStartObject();
        if (run is null)
        {
            json.WriteString("source", category);
        }

        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
        {
            // An argument that is the whole message would only say it again.
            if (name != "{OriginalFormat}" && !Equals(value, message))
            {
                json.WritePropertyName(name);
                Write(json, value, isOfStep: run is not null);
            }
        }

        if (exception is not null)
        {
            json.WriteString(ExceptionArgument, exception.ToString());
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenCount == 2 ? "" : Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, object? value, bool isOfStep)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case int or long or short or byte:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case string or IFormattable:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case var any when !isOfStep:
                json.WriteStringValue(any.ToString());
                break;
            default:
                // What a step logs is shown as JSON if it can be, otherwise as it calls itself: a log line must not fail.
                try
                {
                    json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), MotiaJson.Options));
                }
                catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException)
                {
                    json.WriteStringValue(value.ToString());
                }

                break;
        }
    }
}
