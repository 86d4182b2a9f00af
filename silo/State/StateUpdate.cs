using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Grains;

namespace Motia.Silo.State;

/// <summary>A list of operations on one value, done as one: all of them or, when one can't be done, none.</summary>
internal sealed class StateUpdate
{
    // An operation's value is within the array and the operation.
    private static readonly JsonDocumentOptions OperationsOptions = new() { MaxDepth = StateRules.DeepestValue + 2, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions ValueOptions = new() { MaxDepth = StateRules.DeepestValue, AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyList<UpdateOperation> _operations;

    private StateUpdate(IReadOnlyList<UpdateOperation> operations) => _operations = operations;

    /// <summary>Reads the operations.</summary>
    /// <param name="json">A JSON array: <c>[{"type":"increment","path":"count","by":1}]</c>.</param>
    /// <exception cref="StateUpdateException">They are not what they should be.</exception>
    public static StateUpdate Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > StateRules.LargestValue)
        {
            throw new StateUpdateException($"The operations have {json.Length} bytes; they may have {StateRules.LargestValue}.");
        }

        var parsed = Read("operations", json, OperationsOptions);
        return parsed is JsonArray operations
            ? new([.. operations.Select(UpdateOperation.Parse)])
            : throw new StateUpdateException($"The operations are {JsonPlace.Describe(parsed)}; they must be an array of objects with type and path.");
    }

    /// <summary>The value after the operations; null if there is none.</summary>
    /// <param name="before">The value before; null if there is none.</param>
    /// <exception cref="StateUpdateException">An operation can't be done, or the new value breaks a bound.</exception>
    public ReadOnlyMemory<byte>? Apply(ReadOnlyMemory<byte>? before)
    {
        if (_operations.Count == 0)
        {
            return before;
        }

        var root = new JsonPlace(before is { } value ? Read("stored value", value.Span, ValueOptions) : null, before is not null);
        for (var index = 0; index < _operations.Count; index++)
        {
            try
            {
                _operations[index].Apply(root);
            }
            catch (StateUpdateException failure)
            {
                throw new StateUpdateException($"operations[{index}]: {failure.Message}");
            }
        }

        // Without the cast, null would become empty bytes.
        return root.Exists ? Write(root.Value) : (ReadOnlyMemory<byte>?)null;
    }

    private static JsonNode? Read(string what, ReadOnlySpan<byte> json, JsonDocumentOptions options)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: options);
        }
        catch (JsonException broken)
        {
            throw new StateUpdateException($"The {what} can't be read: {broken.Message}");
        }
    }

    private static ReadOnlyMemory<byte> Write(JsonNode? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, WriterOptions);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
        catch (InvalidOperationException broken)
        {
            // Half a surrogate pair, written as an escape, is JSON but no text.
            throw new StateUpdateException($"The new value can't be written: {broken.Message}");
        }

        return StateValue.Check("new value", buffer.WrittenSpan) is { } problem ? throw new StateUpdateException(problem) : buffer.WrittenMemory;
    }
}
