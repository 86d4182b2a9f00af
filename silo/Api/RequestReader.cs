using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Gateway.Requests;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Api;

/// <summary>Validates a request's body and makes the handler's input of the request.</summary>
internal abstract class RequestReader
{
    // What curl -d sends when nobody says otherwise.
    private static readonly SchemaError ReadAsForm = new("", "the body was read as application/x-www-form-urlencoded; send Content-Type: application/json if it is JSON.");

    /// <summary>The reader for a handler.</summary>
    /// <param name="bodyType">The type of the body it takes; null if it takes the untyped request.</param>
    /// <param name="ownSchema">The schema its config gives; null if the body's type is the schema.</param>
    /// <param name="validates">Whether schemas are enforced.</param>
    public static RequestReader For(Type? bodyType, JsonNode? ownSchema, bool validates)
    {
        var schema = ownSchema is not null && validates ? JsonSchema.Parse(ownSchema.ToJsonString()) : null;
        if (bodyType is null)
        {
            return new UntypedRequestReader(schema);
        }

        var type = bodyType == typeof(string) || bodyType == typeof(byte[]) || bodyType == typeof(ReadOnlyMemory<byte>)
            ? typeof(RawRequestReader<>)
            : typeof(TypedRequestReader<>);
        return (RequestReader)Activator.CreateInstance(type.MakeGenericType(bodyType), schema, validates)!;
    }

    /// <summary>Makes the handler's input.</summary>
    /// <returns>The refusal; null if the input was made.</returns>
    /// <exception cref="BadBodyException">The body is not what its content type says.</exception>
    public abstract ApiAnswer? Read(CallRequest request, out object input);

    /// <summary>The bytes of the body's JSON: as received, or as middleware left it.</summary>
    protected static ReadOnlyMemory<byte> JsonBytes(CallRequest request) =>
        request is { Kind: BodyKind.Json, WasBodyRead: false }
            ? request.RawBytes
            : JsonSerializer.SerializeToUtf8Bytes(request.Body, MotiaJson.Options);

    /// <summary>The refusal of a body that is not what it should be.</summary>
    protected static ApiAnswer Refuse(CallRequest request, IReadOnlyList<SchemaError> errors) =>
        AnswerErrors.Invalid(request.Kind == BodyKind.Form ? [.. errors, ReadAsForm] : errors);

    /// <summary>Checks JSON against a schema.</summary>
    protected static IReadOnlyList<SchemaError> Validate(JsonSchema schema, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, MotiaJson.DocumentOptions);
            return schema.Validate(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new BadBodyException(JsonParseError.Describe(exception));
        }
    }
}
