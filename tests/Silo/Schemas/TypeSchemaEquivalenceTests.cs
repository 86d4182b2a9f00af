using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Motia.Silo.Schemas;
using Xunit.Abstractions;

namespace Motia.Silo.Tests.Schemas;

/// <summary>What deserializes is valid, and what is valid deserializes, for types that say so of themselves.</summary>
public sealed class TypeSchemaEquivalenceTests(ITestOutputHelper output)
{
    private const int Samples = 2_000;

    [Theory]
    [InlineData(typeof(Scalars))]
    [InlineData(typeof(Nullables))]
    [InlineData(typeof(Containers))]
    [InlineData(typeof(Tree))]
    [InlineData(typeof(Loose))]
    [InlineData(typeof(Closed))]
    [InlineData(typeof(Pet))]
    [InlineData(typeof(List<Pet>))]
    [InlineData(typeof(Dictionary<string, Nullables>))]
    public void TypeSchema_RandomInstances_AreValidWhenTheyDeserialize(Type type)
    {
        var schema = TypeSchema.For(type, JsonOptions.Strict);
        Assert.True(schema.EnforcedByDeserializer);
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (valid, invalid) = (0, 0);
        for (var i = 0; i < Samples; i++)
        {
            var json = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(new InstanceGenerator(schema.Schema.Source, random).Next()));
            var deserializes = Deserializes(type, json);
            using var document = JsonDocument.Parse(json);
            var errors = schema.Schema.Validate(document.RootElement);
            Assert.True(deserializes == (errors.Count == 0), $"{json} {(deserializes ? "deserializes" : "does not deserialize")}, but has {errors.Count} errors: {string.Join(", ", errors)}");
            valid += deserializes ? 1 : 0;
            invalid += deserializes ? 0 : 1;
        }
        output.WriteLine($"{valid} valid, {invalid} invalid");
        Assert.InRange(valid, Samples / 20, Samples);
        Assert.InRange(invalid, Samples / 20, Samples);
    }

    // Where the schema is the looser of the two, and no keyword could say it.
    [Theory]
    [InlineData(typeof(int), "1.0")]
    [InlineData(typeof(int), "1e2")]
    [InlineData(typeof(string), """ "\ud800" """)]
    [InlineData(typeof(char), """ "😀" """)]
    [InlineData(typeof(Guid), "\"no guid\"")]
    [InlineData(typeof(DateTime), "\"no date\"")]
    [InlineData(typeof(DateOnly), "\"no date\"")]
    [InlineData(typeof(byte[]), "\"no base64!\"")]
    [InlineData(typeof(Dictionary<int, string>), """{"no number":"a"}""")]
    [InlineData(typeof(Pet), """{"lives":9,"name":"a","$type":"cat"}""")]
    [InlineData(typeof(EmptyBase), """{"$type":"none"}""")]
    public void TypeSchema_KnownDifferences_AreRefusedByTheDeserializerAlone(Type type, string json) => Differs(type, json, deserializes: false);

    // Where the schema is the stricter: such types say that the deserializer does not enforce it.
    [Theory]
    [InlineData(typeof(Size), "\"LARGE\"")]
    [InlineData(typeof(Size), "1")]
    [InlineData(typeof(TimeSpan), "\"1:2\"")]
    public void TypeSchema_KnownDifferences_AreRefusedByTheSchemaAlone(Type type, string json)
    {
        Differs(type, json, deserializes: true);
        Assert.False(TypeSchema.For(type, JsonOptions.Strict).EnforcedByDeserializer);
    }

    private static void Differs(Type type, string json, bool deserializes)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(deserializes, Deserializes(type, json));
        Assert.Equal(!deserializes, TypeSchema.For(type, JsonOptions.Strict).Schema.IsValid(document.RootElement));
    }

    private static bool Deserializes(Type type, string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type, JsonOptions.Strict) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    internal sealed record Scalars(
        byte A, sbyte B, short C, ushort D, int E, uint F, long G, ulong H, decimal I, double J, float K, Half L, bool M, string N, Int128 O, UInt128 P);

    internal sealed class Nullables
    {
        public int? A { get; init; }

        public string? B { get; init; }

        public required string C { get; init; }

        public string D { get; init; } = "";

        public Nullables? E { get; init; }

        [JsonRequired]
        public bool? F { get; init; }

        public int Computed => D.Length;
    }

    internal sealed record Containers(
        List<int> A, string[] B, Dictionary<string, bool>? C, HashSet<string?> D, IReadOnlyList<Nullables>? E = null, KeyValuePair<string, int>? F = null);

    internal sealed record Tree(string Name, List<Tree> Children, Tree? Parent = null);

    internal sealed record Loose(object? A, JsonElement B, JsonNode? C, JsonObject D, JsonArray? E, object F);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Closed(int A, string? B = null);

    [JsonDerivedType(typeof(Cat), "cat")]
    [JsonDerivedType(typeof(Dog), "dog")]
    internal record Pet(string Name);

    internal sealed record Cat(string Name, int Lives) : Pet(Name);

    internal sealed record Dog(string Name, bool? Barks) : Pet(Name);

    [JsonDerivedType(typeof(Derived), "derived")]
    internal record EmptyBase;

    internal sealed record Derived(int A) : EmptyBase;

    [JsonConverter(typeof(JsonStringEnumConverter<Size>))]
    internal enum Size
    {
        Small,
        Large,
    }
}
