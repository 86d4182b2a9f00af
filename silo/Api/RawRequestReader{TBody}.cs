using Motia.Grains;
using Motia.Silo.Schemas;

namespace Motia.Silo.Api;

/// <summary>For handlers that take the body as the text or the bytes that came.</summary>
internal sealed class RawRequestReader<TBody>(JsonSchema? schema, bool validates) : RequestReader
{
    public override ApiAnswer? Read(CallRequest request, out object input)
    {
        object body = typeof(TBody) == typeof(string) ? request.RawBody
            : typeof(TBody) == typeof(byte[]) ? request.RawBytes.ToArray()
            : (object)request.RawBytes;
        input = new ApiRequest<TBody>(request, (TBody)body);
        return validates && schema is not null && Validate(schema, JsonBytes(request)) is { Count: > 0 } errors ? Refuse(request, errors) : null;
    }
}
