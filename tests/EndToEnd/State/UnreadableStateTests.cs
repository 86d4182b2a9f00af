using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.State;

/// <summary>Asking for stored JSON as a type that it is not fails with the state's own error; what the call did stays done.</summary>
public sealed class UnreadableStateTests(UnreadableStateTests.Shared shared) : IClassFixture<UnreadableStateTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Api("PUT /items/:key", """await context.State.SetAsync("items", request.PathParams["key"], request.Body); return ApiResponse.Empty();""")
            .Api("GET /items/:key", """return ApiResponse.Json(200, await context.State.GetAsync<JsonNode>("items", request.PathParams["key"]));""")
            .Api("POST /get/:key", """return await Tried.Of(() => context.State.GetAsync<int>("items", request.PathParams["key"]));""", more: """
                public sealed record Counted(Dictionary<string, int> Counts);

                public static class Tried
                {
                    public static async Task<ApiResponse> Of<T>(Func<Task<T>> call)
                    {
                        try { return ApiResponse.Json(200, new { value = await call() }); }
                        catch (StateException e) { return ApiResponse.Json(409, new { code = e.Code.ToString(), message = e.Message, cause = e.InnerException?.GetType().Name }); }
                    }
                }
                """)
            .Api("POST /get-counted/:key", """return await Tried.Of(() => context.State.GetAsync<Counted>("items", request.PathParams["key"]));""")
            .Api("POST /update/:key", """return await Tried.Of(() => context.State.UpdateAsync<List<int>>("items", request.PathParams["key"], [StateOperation.Set("seen", true)]));""")
            .Api("POST /remove/:key", """return await Tried.Of(() => context.State.UpdateAsync<int>("items", request.PathParams["key"], [StateOperation.Remove("")]));""")
            .Api("POST /delete/:key", """return await Tried.Of(() => context.State.DeleteAsync<bool>("items", request.PathParams["key"]));""")
            .Api("POST /group/:key", """
                await context.State.SetAsync("of group", "fits", 1);
                await context.State.SetAsync("of group", request.PathParams["key"], "text");
                return await Tried.Of(() => context.State.GetGroupAsync<int>("of group"));
                """);
    }

    [Fact]
    public async Task Get_AnotherType_NamesGroupKeyTypeAndWhatIsThere() =>
        await Fails("get", """{"a":1}""", "key \"get\"", "group \"items\"", "can't be read as Int32", "an object");

    [Fact]
    public async Task Get_AnotherTypeWithin_NamesThePlace() => await Fails("get-counted", """{"counts":{"a":"x"}}""", "can't be read as Counted", "$.counts.a");

    [Fact]
    public async Task Update_AnotherType_SaysThatTheChangeIsKeptAndItIs()
    {
        await Fails("update", """{"a":1}""", "key \"update\"", "group \"items\"", "was changed, and the change is kept", "can't be read as List<Int32>", "an object");
        Assert.Equal("""{"a":1,"seen":true}""", await _http.SendAsync("GET /items/update").CompactAsync());
    }

    [Fact]
    public async Task Delete_AnotherType_SaysThatItWasDeletedAndItIs()
    {
        await Fails("delete", "[1]", "key \"delete\"", "group \"items\"", "was deleted", "can't be read as Boolean", "an array");
        Assert.Equal("null", await _http.SendAsync("GET /items/delete").CompactAsync());
    }

    [Fact]
    public async Task Group_OneItemOfAnotherType_NamesItsKey() => await Fails("group", "1", "key \"group\"", "group \"of group\"", "can't be read as Int32", "a string");

    [Fact]
    public async Task Null_OfAValueType_IsItsDefault()
    {
        await _http.SendAsync("PUT /items/null", "null").TextAsync(204);
        Assert.Equal("""{"value":0}""", await _http.SendAsync("POST /get/null").CompactAsync());
        await _http.SendAsync("PUT /items/removed", "1").TextAsync(204);
        Assert.Equal("""{"value":0}""", await _http.SendAsync("POST /remove/removed").CompactAsync());
        Assert.Equal("""{"value":false}""", await _http.SendAsync("POST /delete/null").CompactAsync());
    }

    private async Task Fails(string call, string stored, params string[] says)
    {
        await _http.SendAsync($"PUT /items/{call}", stored).TextAsync(204);
        var failure = await _http.SendAsync($"POST /{call}/{call}").JsonAsync(409);
        Assert.Equal("Unreadable", (string?)failure!["code"]);
        Assert.Equal("JsonException", (string?)failure["cause"]);
        Assert.All(says, words => Assert.Contains(words, (string?)failure["message"], StringComparison.Ordinal));
    }
}
