using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.State;

/// <summary>State as handlers use it. Each test has groups of its own.</summary>
public sealed class StateTests(StateTests.Shared shared) : IClassFixture<StateTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override IReadOnlyList<string> Arguments => ["--data", Project.Data];

        protected override void Write(ProjectFolder project) => project
            .Api("PUT /state/:group/:key", """return Tools.Node(await context.State.SetAsync(request.PathParams["group"], request.PathParams["key"], request.Body));""", more: Node)
            .Api("GET /state/:group/:key", """return Tools.Node(await context.State.GetAsync<JsonNode>(request.PathParams["group"], request.PathParams["key"]));""")
            .Api("DELETE /state/:group/:key", """return Tools.Node(await context.State.DeleteAsync<JsonNode>(request.PathParams["group"], request.PathParams["key"]));""")
            .Api("GET /state/:group", """return Tools.Node(new JsonArray([.. (await context.State.GetGroupAsync<JsonNode>(request.PathParams["group"]))]));""")
            .Api("DELETE /state/:group", """await context.State.ClearAsync(request.PathParams["group"]); return ApiResponse.Empty();""")
            .Api("PATCH /state/:group/:key", """
                return Tools.Node(await context.State.UpdateAsync<JsonNode>(request.PathParams["group"], request.PathParams["key"], [.. request.Body!.AsArray().Select(Tools.Operation)]));
                """);

        // What the steps share.
        private const string Node = """
            public static class Tools
            {
                public static ApiResponse Node(JsonNode? node) => ApiResponse.Bytes(200, JsonSerializer.SerializeToUtf8Bytes(node), "application/json");

                public static StateOperation Operation(JsonNode? json) => (string)json!["type"]! switch
                {
                    "set" => StateOperation.Set((string)json["path"]!, json["value"]),
                    "merge" => StateOperation.Merge((string)json["path"]!, json["value"]!),
                    "increment" => StateOperation.Increment((string)json["path"]!, (decimal?)json["by"] ?? 1),
                    "decrement" => StateOperation.Decrement((string)json["path"]!, (decimal?)json["by"] ?? 1),
                    _ => StateOperation.Remove((string)json["path"]!),
                };
            }
            """;
    }

    [Theory]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("-1.5e300")]
    [InlineData("\"Grüße ✓ \\u0000\"")]
    [InlineData("""{"a":[1,{"b":null}]}""")]
    public async Task Set_AnyValue_IsReadBackAsItIs(string json)
    {
        var key = Key();
        var set = await Set("values", key, json);
        var got = await Get("values", key);
        Assert.Equal(set, got);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(json), System.Text.Json.Nodes.JsonNode.Parse(got)), got);
    }

    [Fact]
    public async Task Set_Null_IsKeptAsNull()
    {
        await Set("nulls", "a", "null");
        await Set("nulls", "b", "1");
        Assert.Equal("[null,1]", await Group("nulls"));
        Assert.Equal("null", await Get("nulls", "a"));
    }

    [Fact]
    public async Task Get_Missing_IsNull() => Assert.Equal("null", await Get("none", "none"));

    [Fact]
    public async Task Delete_AnswersTheOldValueAndThenNull()
    {
        await Set("deleted", "a", "0");
        Assert.Equal("0", await _http.SendAsync("DELETE /state/deleted/a").TextAsync());
        Assert.Equal("null", await _http.SendAsync("DELETE /state/deleted/a").TextAsync());
        Assert.Equal("[]", await Group("deleted"));
    }

    [Fact]
    public async Task GetGroup_IsInTheOrderOfTheFirstSet()
    {
        foreach (var key in new[] { "z", "a", "m" })
        {
            await Set("order", key, $"\"{key}\"");
        }

        await Set("order", "a", "\"a2\"");
        Assert.Equal("""["z","a2","m"]""", await Group("order"));
        await _http.SendAsync("DELETE /state/order/z").TextAsync();
        await Set("order", "z", "\"z2\"");
        Assert.Equal("""["a2","m","z2"]""", await Group("order"));
    }

    [Fact]
    public async Task GetGroup_OfManyItems_IsWholeAndInOrder()
    {
        for (var batch = 0; batch < 10; batch++)
        {
            for (var i = 0; i < 30; i++)
            {
                await Set("many", $"k{(batch * 30) + i}", $$"""{"n":{{(batch * 30) + i}},"text":"{{new string('x', 200)}}"}""");
            }
        }

        var items = (await _http.SendAsync("GET /state/many").JsonAsync())!.AsArray();
        Assert.Equal(Enumerable.Range(0, 300), items.Select(item => (int)item!["n"]!));
    }

    [Fact]
    public async Task Group_IsExact()
    {
        await Set("a", "x", "1");
        await Set("ab", "x", "2");
        await Set("a:b", "x", "3");
        await Set("A", "x", "4");
        await Set("a%2Fb", "x", "5");
        Assert.Equal("[1]", await Group("a"));
        Assert.Equal("[2]", await Group("ab"));
        Assert.Equal("[3]", await Group("a:b"));
        Assert.Equal("[4]", await Group("A"));
        Assert.Equal("[5]", await Group("a%2Fb"));
    }

    [Fact]
    public async Task Clear_EmptiesTheGroupAndNoOther()
    {
        await Set("cleared", "a", "1");
        await Set("cleared2", "a", "2");
        await _http.SendAsync("DELETE /state/cleared").TextAsync(204);
        Assert.Equal("[]", await Group("cleared"));
        Assert.Equal("[2]", await Group("cleared2"));
        await Set("cleared", "b", "3");
        Assert.Equal("[3]", await Group("cleared"));
    }

    [Theory]
    [InlineData("null", """[{"type":"increment","path":""}]""", "1")]
    [InlineData("null", """[{"type":"set","path":"a.b.c","value":[1]}]""", """{"a":{"b":{"c":[1]}}}""")]
    [InlineData("""{"a":1}""", """[{"type":"increment","path":"a","by":2.5},{"type":"decrement","path":"b"}]""", """{"a":3.5,"b":-1}""")]
    [InlineData("""{"a":{"x":1},"b":2}""", """[{"type":"merge","path":"a","value":{"y":2}},{"type":"remove","path":"b"}]""", """{"a":{"x":1,"y":2}}""")]
    [InlineData("""{"a":1}""", """[{"type":"merge","path":"","value":{"a":{"b":1}}}]""", """{"a":{"b":1}}""")]
    [InlineData("""{"a":1}""", """[{"type":"remove","path":"none.none"}]""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """[{"type":"set","path":"","value":0}]""", "0")]
    [InlineData("0.1", """[{"type":"increment","path":"","by":0.2}]""", "0.3")]
    public async Task Update_Operations_AnswerTheNewValue(string before, string operations, string after)
    {
        var key = Key();
        if (before != "null")
        {
            await Set("updates", key, before);
        }

        Assert.Equal(after, await _http.SendAsync($"PATCH /state/updates/{key}", operations).CompactAsync());
        Assert.Equal(after, await _http.SendAsync($"GET /state/updates/{key}").CompactAsync());
    }

    [Theory]
    [InlineData("\"text\"", """[{"type":"increment","path":""}]""", "increment")]
    [InlineData("""{"a":true}""", """[{"type":"set","path":"b","value":1},{"type":"increment","path":"a"}]""", "operations[1]")]
    [InlineData("""{"a":1}""", """[{"type":"merge","path":"a","value":{"b":1}}]""", "merge")]
    [InlineData("""{"a":1}""", """[{"type":"set","path":"a.b","value":1}]""", "a")]
    public async Task Update_ThatCantBe_IsAnErrorAndChangesNothing(string before, string operations, string says)
    {
        var key = Key();
        await Set("refused", key, before);
        await FailsSaying(await _http.SendAsync($"PATCH /state/refused/{key}", operations), says);
        Assert.Equal(before, await Get("refused", key));
    }

    [Fact]
    public async Task Update_64AtOnce_EachCounts()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            for (var i = 0; i < 5; i++)
            {
                await _http.SendAsync("PATCH /state/counters/all", """[{"type":"increment","path":"a.b"},{"type":"decrement","path":"a.c"}]""").TextAsync();
            }
        }));
        Assert.Equal("""{"a":{"b":320,"c":-320}}""", await _http.SendAsync("GET /state/counters/all").CompactAsync());
    }

    [Fact]
    public async Task Bounds_OfKeys_Are512BytesOfUtf8()
    {
        await Set("bounds", new string('k', 512), "1");
        await FailsSaying(await _http.SendAsync($"PUT /state/bounds/{new string('k', 513)}", "1"), "513 bytes");
        await FailsSaying(await _http.SendAsync($"PUT /state/bounds/{Uri.EscapeDataString(new string('é', 257))}", "1"), "514 bytes");
        await FailsSaying(await _http.SendAsync($"PUT /state/{new string('g', 513)}/k", "1"), "513 bytes");
        Assert.Equal("[1]", await Group("bounds"));
    }

    [Fact]
    public async Task Bounds_OfGroups_LongNamesThatDifferAtTheEnd_AreTwoGroups()
    {
        var prefix = new string('g', 511);
        await Set(prefix + "1", "k", "1");
        await Set(prefix + "2", "k", "2");
        Assert.Equal("[1]", await Group(prefix + "1"));
        Assert.Equal("[2]", await Group(prefix + "2"));
    }

    [Fact]
    public async Task Bounds_OfValues_Are1MBOfJson()
    {
        await Set("sizes", "fits", $"\"{new string('x', (1024 * 1024) - 2)}\"");
        await FailsSaying(await _http.SendAsync("PUT /state/sizes/beyond", $"\"{new string('x', (1024 * 1024) - 1)}\""), "1048576");
        Assert.Equal("null", await Get("sizes", "beyond"));
    }

    private static string Key() => Guid.NewGuid().ToString("n");

    private async Task<string> Set(string group, string key, string json) => await _http.SendAsync($"PUT /state/{group}/{key}", json).TextAsync();

    private async Task<string> Get(string group, string key) => await _http.SendAsync($"GET /state/{group}/{key}").TextAsync();

    private async Task<string> Group(string group) => await _http.SendAsync($"GET /state/{group}").CompactAsync();

    // The handlers let the state's error pass; what it says is in the log.
    private async Task FailsSaying(HttpResponseMessage response, string says)
    {
        using (response)
        {
            Assert.Equal(500, (int)response.StatusCode);
            var traceId = response.Header("x-trace-id")!;
            await shared.Silo.SaysAsync(traceId);
            var line = shared.Silo.Error.First(line => line.Contains(traceId, StringComparison.Ordinal));
            Assert.Contains("StateException", line, StringComparison.Ordinal);
            Assert.Contains(says, line, StringComparison.Ordinal);
        }
    }
}
