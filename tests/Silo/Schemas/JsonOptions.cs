using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Motia.Silo.Tests.Schemas;

/// <summary>Serializer options as a project has them: camelCase, nullability and required members enforced, numbers only from numbers.</summary>
internal static class JsonOptions
{
    public static JsonSerializerOptions Strict { get; } = Create();

    public static JsonSerializerOptions AnyCase { get; } = Create(options => options.PropertyNameCaseInsensitive = true);

    public static JsonSerializerOptions TextEnums { get; } =
        Create(options => options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));

    private static JsonSerializerOptions Create(Action<JsonSerializerOptions>? change = null)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        change?.Invoke(options);
        options.MakeReadOnly();
        return options;
    }
}
