using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Silo.Json;
using Motia.Silo.Steps;

namespace Motia.Silo.State;

/// <summary>Reads what is stored as the type that a handler asks for.</summary>
internal static class StoredJson
{
    /// <summary>Reads a value.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="what">What it is and where, for errors.</param>
    /// <param name="done">What was done to it all the same; empty if it was only read.</param>
    /// <param name="unreadable">Makes the exception.</param>
    public static T? Read<T>(ReadOnlyMemory<byte> json, FormattableString what, string done, Func<string, Exception, Exception> unreadable)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json.Span, MotiaJson.Options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // A value type has no null of its own; absent and null are the same to the caller.
            return JsonNode.Parse(json.Span) is { } value ? throw unreadable(Message<T>(value, FormattableString.Invariant(what), done, exception), exception) : default;
        }
    }

    private static string Message<T>(JsonNode value, string what, string done, Exception cause)
    {
        var where = (cause as JsonException)?.Path is { Length: > 1 } path ? $" that does not fit at {path}" : "";
        return $"The {what} {(done.Length > 0 ? done + " " : "")}can't be read as {TypeNames.Of(typeof(T))}: it is {JsonPlace.Describe(value)}{where}. "
            + "Ask for the type that was stored, or for JsonNode.";
    }
}
