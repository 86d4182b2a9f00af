using Motia.Grains;
using Motia.Silo.Schemas;

namespace Motia.Silo.Api;

/// <summary>For handlers that take the request as it is.</summary>
internal sealed class UntypedRequestReader(JsonSchema? schema) : RequestReader
{
    public override ApiAnswer? Read(CallRequest request, out object input)
    {
        input = request;
        return schema is not null && Validate(schema, JsonBytes(request)) is { Count: > 0 } errors ? Refuse(request, errors) : null;
    }
}
