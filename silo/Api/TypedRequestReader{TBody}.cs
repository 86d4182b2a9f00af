using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Api;

/// <summary>For handlers that take the body as a type.</summary>
internal sealed class TypedRequestReader<TBody> : RequestReader
{
    private static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();
    private readonly JsonSchema _schema;
    private readonly bool _isCheckedFirst;

    public TypedRequestReader(JsonSchema? ownSchema, bool validates)
    {
        var ofType = TypeSchema.For(typeof(TBody), MotiaJson.Options);
        _schema = ownSchema ?? ofType.Schema;

        // Reading into the type enforces names, types, nullability and required members itself; only what goes beyond needs a pass of its own.
        _isCheckedFirst = validates && (ownSchema is not null || !ofType.EnforcedByDeserializer);
    }

    public override ApiAnswer? Read(CallRequest request, out object input)
    {
        var json = request is { Kind: BodyKind.None, WasBodyRead: false } ? EmptyObject : JsonBytes(request);
        input = request;
        if (_isCheckedFirst && Validate(_schema, json) is { Count: > 0 } errors)
        {
            return Refuse(request, errors);
        }

        try
        {
            if (JsonSerializer.Deserialize<TBody>(json.Span, MotiaJson.Options) is not { } body)
            {
                return Refuse(request, _schema.Validate(JsonElement.Parse("null")));
            }

            input = new ApiRequest<TBody>(request, body);
            return null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // The schema says it best; what it does not catch, the deserializer's own path tells.
            return Refuse(request, Validate(_schema, json) is { Count: > 0 } details ? details : [Explain(exception)]);
        }
    }

    private static SchemaError Explain(Exception exception)
    {
        var path = (exception as JsonException)?.Path is ['$', ..] text ? text[1..].TrimStart('.') : "";
        return new SchemaError(path, $"cannot be read as {typeof(TBody).Name}.");
    }
}
