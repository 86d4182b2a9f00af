using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>Handlers that take the body as a type, whatever the type.</summary>
public sealed class TypedBodyTests(TypedBodyTests.Shared shared) : IClassFixture<TypedBodyTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project)
        {
            project.Write("steps/Types.cs", """
                using System.Text.Json.Serialization;

                public enum Colour { Red, Green }

                [JsonConverter(typeof(JsonStringEnumConverter<Size>))]
                public enum Size { Small, Large }

                public readonly record struct Point(int X, int Y);

                public sealed class Loose { public string? Text { get; set; } public int Count { get; set; } = 7; }

                public sealed class Strict { public required string Text { get; init; } public List<Point>? Points { get; init; } }

                public sealed record Many(Guid Id, DateTimeOffset At, DateOnly Day, TimeSpan Span, Uri Link, decimal Amount, long Big, Colour Colour, Size Size, byte[] Data, bool? Maybe = null);

                public sealed record Node(string Name, List<Node>? Children = null);

                [JsonDerivedType(typeof(Cat), "cat")]
                [JsonDerivedType(typeof(Dog), "dog")]
                public abstract record Animal(string Name);

                public sealed record Cat(string Name, int Lives) : Animal(Name);

                public sealed record Dog(string Name, bool Barks) : Animal(Name);
                """);
            foreach (var (name, type) in new[]
            {
                ("Number", "int"), ("MaybeNumber", "int?"), ("Flag", "bool"), ("List", "List<int>"), ("Array", "string[]"), ("Map", "Dictionary<string, int>"), ("Element", "JsonElement"),
                ("JsonNode", "JsonNode"), ("JsonObject", "JsonObject"), ("Point", "Point"), ("Loose", "Loose"), ("Strict", "Strict"), ("Many", "Many"), ("Tree", "Node"), ("Animal", "Animal"),
                ("Object", "object"), ("Raw", "ReadOnlyMemory<byte>"),
            })
            {
                var body = name == "Raw" ? "request.Body.Length" : "request.Body";
                project.Api($"POST /{name}", $"return ApiResponse.Bytes(200, JsonSerializer.SerializeToUtf8Bytes({body}, JsonSerializerOptions.Web), \"application/json\");",
                    parameters: $"ApiRequest<{type}> request, StepContext context", name: "Take" + name);
            }
        }
    }

    [Theory]
    [InlineData("Number", "5", "5")]
    [InlineData("MaybeNumber", "5", "5")]
    [InlineData("Flag", "false", "false")]
    [InlineData("List", "[1,2]", "[1,2]")]
    [InlineData("Array", """["a"]""", """["a"]""")]
    [InlineData("Map", """{"Some Key":1}""", """{"Some Key":1}""")]
    [InlineData("Element", """{"A":[1]}""", """{"A":[1]}""")]
    [InlineData("JsonNode", """{"A":[1]}""", """{"A":[1]}""")]
    [InlineData("JsonObject", """{"A":[1]}""", """{"A":[1]}""")]
    [InlineData("Object", """{"A":[1]}""", """{"A":[1]}""")]
    [InlineData("Point", """{"x":1,"y":2}""", """{"x":1,"y":2}""")]
    [InlineData("Loose", "{}", """{"text":null,"count":7}""")]
    [InlineData("Strict", """{"text":"a","points":[{"x":1,"y":2}]}""", """{"text":"a","points":[{"x":1,"y":2}]}""")]
    [InlineData("Tree", """{"name":"a","children":[{"name":"b"}]}""", """{"name":"a","children":[{"name":"b","children":null}]}""")]
    [InlineData("Animal", """{"$type":"cat","name":"Tom","lives":9}""", """{"$type":"cat","lives":9,"name":"Tom"}""")]
    [InlineData("Raw", "[1, 2]", "6")]
    public async Task Body_OfType_IsRead(string type, string body, string read) =>
        Assert.Equal(read, await shared.Http.SendAsync($"POST /{type}", body).CompactAsync());

    [Fact]
    public async Task Body_OfManyTypes_IsRead()
    {
        const string body = """
            {"id":"7f0a8a5e-3b0d-4d2f-9d62-0c1b5f0f1a11","at":"2026-01-02T03:04:05+01:00","day":"2026-01-02","span":"01:02:03","link":"https://a.example/x","amount":1.10,
             "big":9007199254740993,"colour":1,"size":"Large","data":"AAE="}
            """;
        var read = await shared.Http.SendAsync("POST /Many", body).JsonAsync();
        Assert.Equal("1.10", read!["amount"].Compact());
        Assert.Equal("9007199254740993", read["big"].Compact());
        Assert.Equal("\"Large\"", read["size"].Compact());
        Assert.Equal("\"AAE=\"", read["data"].Compact());
    }

    [Theory]
    [InlineData("Number", "5.5")]
    [InlineData("Number", "\"5\"")]
    [InlineData("Number", "99999999999")]
    [InlineData("Number", "null")]
    [InlineData("Flag", "0")]
    [InlineData("List", "[1,null]")]
    [InlineData("List", "{}")]
    [InlineData("Map", """{"a":"b"}""")]
    [InlineData("JsonObject", "[]")]
    [InlineData("Strict", """{"points":[]}""")]
    [InlineData("Strict", """{"text":"a","points":[{"x":"1"}]}""")]
    [InlineData("Tree", """{"name":"a","children":[{"name":5}]}""")]
    [InlineData("Animal", """{"$type":"cow","name":"Tom"}""")]
    [InlineData("Animal", """{"name":"Tom"}""")]
    [InlineData("Many", """{"id":"not a guid"}""")]
    public async Task Body_NotOfTheType_Is400WithDetails(string type, string body)
    {
        var refused = await shared.Http.SendAsync($"POST /{type}", body).JsonAsync(400);
        Assert.Equal("Validation failed", (string?)refused!["error"]);
        Assert.NotEmpty(refused["details"]!.AsArray());
        Assert.DoesNotContain("System.", refused.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "text=hello")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello\r\n--x--\r\n")]
    public async Task Body_OfAForm_IsReadIntoTheTypeToo(string contentType, string body) =>
        Assert.Equal("""{"text":"hello","points":null}""", await shared.Http.SendAsync("POST /Strict", body, contentType).TextAsync());

    [Theory]
    [InlineData("POST /Strict", """{"text":"hello"}""")]
    [InlineData("POST /Number", "5")]
    [InlineData("POST /Loose", "count=1")]
    public async Task Body_OfAFormThatIsNotTheType_Is400ThatSaysHowItWasRead(string route, string body)
    {
        var refused = await shared.Http.SendAsync(route, body, "application/x-www-form-urlencoded").JsonAsync(400);
        var hint = refused!["details"]!.AsArray()[^1]!;
        Assert.Equal("", (string?)hint["path"]);
        Assert.Contains("read as application/x-www-form-urlencoded; send Content-Type: application/json", (string?)hint["message"], StringComparison.Ordinal);
        Assert.True(refused["details"]!.AsArray().Count > 1, "what is wrong is told as well");
    }

    [Fact]
    public async Task Body_OfJsonThatIsNotTheType_SaysNothingOfForms() =>
        Assert.DoesNotContain("urlencoded", await shared.Http.SendAsync("POST /Strict", "{}").TextAsync(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("text/plain", "hello")]
    [InlineData("image/png", "hello")]
    public async Task Body_OfAnotherKind_Is400(string contentType, string body) =>
        Assert.Equal("Validation failed", (string?)(await shared.Http.SendAsync("POST /Strict", body, contentType).JsonAsync(400))!["error"]);

    [Fact]
    public async Task Catalog_AllTypes_HaveSchemas()
    {
        var catalog = await shared.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        Assert.Equal("[]", catalog!["errors"].Compact());
    }

    [Fact]
    public async Task Body_HalfASurrogate_IsNoServerError() =>
        Assert.InRange((int)(await shared.Http.SendAsync("POST /Strict", """{"text":"\ud800"}""")).StatusCode, 200, 499);

    [Fact]
    public async Task Body_InvalidUtf8_Is400()
    {
        using var refused = await shared.Http.SendAsync("POST /Strict", [.. "{\"text\":\""u8, 0xC3, 0x28, .. "\"}"u8], "application/json");
        Assert.Equal(400, (int)refused.StatusCode);
    }
}
