using System.Buffers;
using System.Text.Json;
using Motia.Silo.Json;

namespace Motia.Silo.Runners.Protocol;

/// <summary>Writes metas.</summary>
internal static class MetaJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = MotiaJson.Options.Encoder, SkipValidation = true };

    // A room that once held a large form is not kept.
    private const int LargestKept = 256 * 1024;

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _room;

    public static ReadOnlyMemory<byte> Empty { get; } = "{}"u8.ToArray();

    /// <summary>Writes an object.</summary>
    /// <param name="state">What is written of.</param>
    /// <param name="write">Writes its members; must not wait.</param>
    public static ReadOnlyMemory<byte> Write<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var (buffer, json) = _room ?? Make();
        _room = null;
        json.WriteStartObject();
        write(json, state);
        json.WriteEndObject();
        json.Flush();
        var meta = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        json.Reset();
        _room = buffer.Capacity <= LargestKept ? (buffer, json) : null;
        return meta;
    }

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) Make()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }
}
