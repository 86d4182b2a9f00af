using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Motia.Grains;

namespace Motia.Gateway.Streams;

/// <summary>Writes the frames that go to subscribers.</summary>
/// <remarks><c>{"timestamp":1730000000000,"streamName":"todos","groupId":"inbox","id":"t1","event":{"type":"update","data":{"id":"t1"}}}</c></remarks>
internal static class StreamFrames
{
    private const int Overhead = 256;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A change, or an event that was sent.</summary>
    public static StreamFrame Change(string stream, string group, StreamChange change) => Write(stream, group, change.Id, change.Number, change.Data.Length, writer =>
    {
        if (change.Kind == StreamChangeKind.Event)
        {
            WriteEvent(writer, change.EventType!, change.Data.Span);
            return;
        }

        writer.WriteString("type"u8, change.Kind switch { StreamChangeKind.Create => "create"u8, StreamChangeKind.Update => "update"u8, _ => "delete"u8 });
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(change.Data.Span, skipInputValidation: true);
    });

    /// <summary>All items of a group.</summary>
    public static StreamFrame Group(string stream, string group, long number, IReadOnlyList<StateItem> items) => Write(
        stream,
        group,
        null,
        number,
        items.Sum(item => item.Value.Length + 1),
        writer =>
        {
            writer.WriteString("type"u8, "sync"u8);
            writer.WriteStartArray("data"u8);
            foreach (var item in items)
            {
                writer.WriteRawValue(item.Value.Span, skipInputValidation: true);
            }

            writer.WriteEndArray();
        },
        isSync: true);

    /// <summary>One item.</summary>
    public static StreamFrame Item(string stream, string group, string id, long number, ReadOnlyMemory<byte> item) => Write(
        stream,
        group,
        id,
        number,
        item.Length,
        writer =>
        {
            writer.WriteString("type"u8, "sync"u8);
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(item.Span, skipInputValidation: true);
        },
        isSync: true);

    /// <summary>An item that is gone, and that nobody has the last value of.</summary>
    public static StreamFrame Gone(string stream, string group, string id, long number) => Write(stream, group, id, number, id.Length, writer =>
    {
        writer.WriteString("type"u8, "delete"u8);
        writer.WriteStartObject("data"u8);
        writer.WriteString("id"u8, id);
        writer.WriteEndObject();
    });

    /// <summary>An error event. Clients drop what is not newer than what they have.</summary>
    public static StreamFrame Error(string stream, string group, string? id, long timestamp, StreamRefusal refusal) => new(
        0,
        Write(stream, group, id, timestamp, refusal.Message.Length, writer =>
        {
            writer.WriteString("type"u8, "event"u8);
            writer.WriteStartObject("event"u8);
            writer.WriteString("type"u8, "error"u8);
            writer.WriteStartObject("data"u8);
            writer.WriteString("code"u8, refusal.Code);
            writer.WriteString("message"u8, refusal.Message);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }).Json);

    private static void WriteEvent(Utf8JsonWriter writer, string type, ReadOnlySpan<byte> data)
    {
        writer.WriteString("type"u8, "event"u8);
        writer.WriteStartObject("event"u8);
        writer.WriteString("type"u8, type);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(data, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static StreamFrame Write(string stream, string group, string? id, long number, int size, Action<Utf8JsonWriter> writeEvent, bool isSync = false)
    {
        var buffer = new ArrayBufferWriter<byte>(size + stream.Length + group.Length + Overhead);
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteNumber("timestamp"u8, number);
        writer.WriteString("streamName"u8, stream);
        writer.WriteString("groupId"u8, group);
        if (id is not null)
        {
            writer.WriteString("id"u8, id);
        }

        writer.WriteStartObject("event"u8);
        writeEvent(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return new(number, buffer.WrittenMemory, isSync);
    }
}
