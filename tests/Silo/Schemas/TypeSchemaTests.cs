using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Motia.Silo.Schemas;

namespace Motia.Silo.Tests.Schemas;

public sealed class TypeSchemaTests
{
    [Fact]
    public void For_Record_HasCamelCaseNamesNullabilityAndRequiredMembers() => Same(
        """
        {
          "type": "object",
          "properties": {
            "text": { "type": "string" },
            "note": { "type": ["string", "null"] },
            "count": { "type": "integer", "minimum": -2147483648, "maximum": 2147483647, "default": 1 },
            "x-kind": { "type": "boolean" }
          },
          "required": ["text", "note", "x-kind"]
        }
        """,
        TypeSchema.For(typeof(Message), JsonOptions.Strict));

    [Fact]
    public void For_Descriptions_AreThoseOfTypeMemberAndParameter() => Same(
        """
        {
          "type": "object",
          "properties": {
            "a": { "type": "string", "description": "on a parameter" },
            "b": { "type": "boolean", "description": "on a property" }
          },
          "required": ["a"],
          "description": "on a type"
        }
        """,
        TypeSchema.For(typeof(Described), JsonOptions.Strict));

    [Fact]
    public void For_RecursiveType_RefersToItsDefinition()
    {
        var schema = TypeSchema.For(typeof(Folder), JsonOptions.Strict);
        Same(
            """
            {
              "$ref": "#/$defs/Folder",
              "type": "object",
              "$defs": {
                "Folder": {
                  "type": ["object", "null"],
                  "properties": {
                    "name": { "type": "string" },
                    "folders": { "type": "array", "items": { "$ref": "#/$defs/Folder" } }
                  },
                  "required": ["name", "folders"]
                }
              }
            }
            """,
            schema);
        Assert.Equal("folders.0.folders.1.name", Assert.Single(Errors(schema, """{"name":"a","folders":[{"name":"b","folders":[null,{"name":1,"folders":[]}]}]}""")).Path);
        Assert.Equal("is null; it must be an object", Assert.Single(Errors(schema, "null")).Message);
    }

    // The exporter writes the second list as a reference to the first, with all that is there.
    [Fact]
    public void For_SameTypeTwice_KeepsTheRulesOfEachMemberApart()
    {
        var schema = TypeSchema.For(typeof(Twice), JsonOptions.Strict);
        Assert.Empty(Errors(schema, """{"first":[1],"second":[],"third":[1,2,3]}"""));
        Assert.Equal(["first"], Errors(schema, """{"first":[],"second":[],"third":[]}""").Select(error => error.Path));
        Assert.Equal(["second"], Errors(schema, """{"first":[1],"second":[1,2,3],"third":[]}""").Select(error => error.Path));
    }

    [Fact]
    public void For_MemberThatIsOnlyWritten_AllowsAnythingAsTheDeserializerDoes()
    {
        var schema = TypeSchema.For(typeof(Computed), JsonOptions.Strict);
        const string Json = """{"total":"ignored","items":[1],"filled":[2]}""";
        Assert.NotNull(JsonSerializer.Deserialize<Computed>(Json, JsonOptions.Strict));
        Assert.Empty(Errors(schema, Json));
        Assert.Equal(["items.0", "filled.0"], Errors(schema, """{"items":["x"],"filled":["x"]}""").Select(error => error.Path));
        Assert.Empty(Errors(TypeSchema.For(typeof(ClosedComputed), JsonOptions.Strict), """{"total":"ignored","a":1}"""));
        Assert.Equal(["b"], Errors(TypeSchema.For(typeof(ClosedComputed), JsonOptions.Strict), """{"a":1,"b":1}""").Select(error => error.Path));
    }

    [Theory]
    [InlineData("""{"shape":{"$type":"circle","radius":1}}""", true)]
    [InlineData("""{"shape":{"$type":"circle"}}""", false)]
    [InlineData("""{"shape":{"$type":"square","side":1}}""", true)]
    [InlineData("""{"shape":{"$type":"triangle"}}""", false)]
    [InlineData("""{"shape":{}}""", false)]
    [InlineData("""{"shape":null}""", false)]
    public void For_PolymorphicType_TakesWhatTheDeserializerTakes(string json, bool valid)
    {
        Assert.Equal(valid, Deserializes(typeof(Drawing), json));
        Assert.Equal(valid, Errors(TypeSchema.For(typeof(Drawing), JsonOptions.Strict), json).Count == 0);
    }

    [Fact]
    public void For_Enums_AreNumbersOrTextsAsTheOptionsHaveThem()
    {
        Same(
            """{"type":"object","properties":{"size":{"type":"integer","minimum":0,"maximum":255},"maybe":{"type":["integer","null"],"minimum":0,"maximum":255}}}""",
            TypeSchema.For(typeof(Sized), JsonOptions.Strict));
        Same(
            """{"type":"object","properties":{"size":{"enum":["small","large"]},"maybe":{"enum":["small","large",null]}}}""",
            TypeSchema.For(typeof(Sized), JsonOptions.TextEnums));
    }

    [Theory]
    [InlineData(typeof(Message), true)]
    [InlineData(typeof(Folder), true)]
    [InlineData(typeof(Described), true)]
    [InlineData(typeof(Drawing), true)]
    [InlineData(typeof(int), true)]
    [InlineData(typeof(JsonElement), true)]
    [InlineData(typeof(Twice), false)]
    public void EnforcedByDeserializer_IsFalseWhereAnnotationsRestrict(Type type, bool enforced)
    {
        Assert.Equal(enforced, TypeSchema.For(type, JsonOptions.Strict).EnforcedByDeserializer);
        Assert.False(TypeSchema.For(type, JsonOptions.AnyCase).EnforcedByDeserializer);
    }

    [Fact]
    public void EnforcedByDeserializer_TextEnumsAndPatterns_AreTakenMoreFreelyByTheDeserializer()
    {
        Assert.True(TypeSchema.For(typeof(Sized), JsonOptions.Strict).EnforcedByDeserializer);
        Assert.False(TypeSchema.For(typeof(Sized), JsonOptions.TextEnums).EnforcedByDeserializer);
        Assert.False(TypeSchema.For(typeof(TimeSpan), JsonOptions.Strict).EnforcedByDeserializer);
    }

    [Fact]
    public void For_TypeThatCannotBeRead_NamesIt() =>
        Assert.Equal("SameNameTwice", Assert.Throws<JsonSchemaException>(() => TypeSchema.For(typeof(SameNameTwice), JsonOptions.Strict)).Location);

    private static void Same(string expected, TypeSchema schema) => Assert.True(
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(schema.Schema.Source.GetRawText())), schema.Schema.Source.GetRawText());

    private static IReadOnlyList<SchemaError> Errors(TypeSchema schema, string json)
    {
        using var document = JsonDocument.Parse(json);
        return schema.Schema.Validate(document.RootElement);
    }

    private static bool Deserializes(Type type, string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type, JsonOptions.Strict) is not null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return false;
        }
    }

    internal sealed record Message(string Text, string? Note, [property: JsonPropertyName("x-kind")] bool Kind, int Count = 1);

    [Description("on a type")]
    internal sealed record Described([Description("on a parameter")] string A)
    {
        [Description("on a property")]
        public bool B { get; init; }
    }

    internal sealed record Folder(string Name, List<Folder> Folders);

    internal sealed record Twice([MinLength(1)] List<int> First, [property: MaxLength(2)] List<int> Second, List<int> Third);

    internal sealed class Computed
    {
        public int Total => Items.Count;

        public List<int> Items { get; init; } = [];

        [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
        public List<int> Filled { get; } = [];
    }

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed class ClosedComputed
    {
        public int Total => A;

        public int A { get; init; }
    }

    internal sealed record SameNameTwice(int A, [property: JsonPropertyName("a")] int B);

    internal sealed record Drawing(Shape Shape);

    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    internal abstract record Shape(string? Color = null);

    internal sealed record Circle(double Radius) : Shape;

    internal sealed record Square(double Side) : Shape;

    internal enum Size : byte
    {
        Small,
        Large,
    }

    internal sealed class Sized
    {
        public Size Size { get; init; }

        public Size? Maybe { get; init; }
    }
}
