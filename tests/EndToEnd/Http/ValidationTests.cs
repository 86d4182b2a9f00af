using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>Bodies against their schemas: after middleware and before the handler.</summary>
public sealed class ValidationTests(ValidationTests.Shared shared) : IClassFixture<ValidationTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => WriteSteps(project);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name":null,"age":1}""", "name")]
    [InlineData("""{"name":"x","age":"1"}""", "age")]
    [InlineData("""{"name":"x","age":1.5}""", "age")]
    [InlineData("""{"name":"x","age":-1}""", "age")]
    [InlineData("""{"name":"","age":1}""", "name")]
    [InlineData("""{"name":"x","age":1,"address":{}}""", "address")]
    [InlineData("""{"name":"x","age":1,"address":{"city":5}}""", "city")]
    [InlineData("""{"name":"x","age":1,"tags":["a",2]}""", "tags")]
    public async Task TypedBody_BreaksARule_Is400ThatNamesThePlace(string body, string place)
    {
        var refused = await _http.SendAsync("POST /typed", body).JsonAsync(400);
        Assert.Equal("Validation failed", (string?)refused!["error"]);
        Assert.Contains(refused["details"]!.AsArray(), detail =>
            ($"{detail!["path"]} {detail["message"]}").Contains(place, StringComparison.Ordinal) && ((string?)detail["message"])!.Length > 0);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("5")]
    public async Task TypedBody_OfAnotherKind_Is400(string body) =>
        Assert.Equal("Validation failed", (string?)(await _http.SendAsync("POST /typed", body).JsonAsync(400))!["error"]);

    [Fact]
    public async Task TypedBody_None_IsTakenAsAnEmptyObject() =>
        Assert.Equal("Validation failed", (string?)(await _http.SendAsync("POST /typed").JsonAsync(400))!["error"]);

    [Fact]
    public async Task TypedBody_UnknownMembers_AreIgnored() =>
        Assert.Equal("""{"name":"x","age":1,"address":null,"tags":null}""", await _http.SendAsync("POST /typed", """{"name":"x","age":1,"more":[1]}""").CompactAsync());

    [Fact]
    public async Task TypedBody_SeveralMistakes_AllAreTold()
    {
        var refused = await _http.SendAsync("POST /typed", """{"name":"","age":-1}""").JsonAsync(400);
        Assert.Equal(2, refused!["details"]!.AsArray().Count);
    }

    [Fact]
    public async Task BodySchema_Own_IsEnforced()
    {
        Assert.Equal("1", await _http.SendAsync("POST /schema", """{"kind":"a"}""").TextAsync());
        var refused = await _http.SendAsync("POST /schema", """{"kind":"z","more":1}""").JsonAsync(400);
        Assert.Equal("Validation failed", (string?)refused!["error"]);
        Assert.Contains("kind", refused["details"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("read as application/x-www-form-urlencoded", await _http.SendAsync("POST /schema", "kind=z", "application/x-www-form-urlencoded").TextAsync(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Middleware_Refuses_PrecedesTheValidation()
    {
        Assert.Equal("""{"error":"who?"}""", await _http.SendAsync("POST /guarded", "{}").TextAsync(401));
        await _http.SendAsync("POST /guarded", "{}", headers: ("x-user", "ada")).TextAsync(400);
        Assert.Equal("ada", await _http.SendAsync("POST /guarded", """{"name":"x","age":1}""", headers: ("x-user", "ada")).TextAsync());
    }

    [Fact]
    public async Task Middleware_ChangesTheBody_IsValidatedAsChanged() =>
        Assert.Equal("filled in", await _http.SendAsync("POST /filled", """{"age":3}""").TextAsync());

    [Fact]
    public async Task Handler_NotReached_WhenTheBodyIsInvalid()
    {
        await _http.SendAsync("POST /counts", "{}").TextAsync(400);
        Assert.Equal("0", await _http.SendAsync("GET /count").TextAsync());
    }

    [Fact]
    public async Task Validation_Off_EnforcesWhatTheTypeDemandsOnly()
    {
        using var project = new ProjectFolder().Write("motia.json", """{ "validation": false }""");
        WriteSteps(project);
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        Assert.Equal("1", await silo.Http.SendAsync("POST /schema", """{"kind":"z"}""").TextAsync());
        Assert.Contains("-1", await silo.Http.SendAsync("POST /typed", """{"name":"","age":-1}""").TextAsync(), StringComparison.Ordinal);
        await silo.Http.SendAsync("POST /typed", "{").TextAsync(400);
    }

    private static void WriteSteps(ProjectFolder project) => project
        .Write("steps/Person.cs", """
            using System.ComponentModel.DataAnnotations;

            public sealed record Person([property: MinLength(1)] string Name, [property: Range(0, 150)] int Age, Address? Address = null, List<string>? Tags = null);

            public sealed record Address(string City);
            """)
        .Api("POST /typed", """return ApiResponse.Json(200, request.Body);""", parameters: "ApiRequest<Person> request, StepContext context")
        .Api("POST /schema", """return ApiResponse.Json(200, 1);""", config: """
            BodySchema = JsonNode.Parse("{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{\"kind\":{\"enum\":[\"a\",\"b\"]}},\"additionalProperties\":false}"),
            """)
        .Api("POST /guarded", """return ApiResponse.Text(200, (string)request.Items["user"]!);""", parameters: "ApiRequest<Person> request, StepContext context", config: """
            Middleware = [async (request, context, next) =>
            {
                if (!request.Headers.TryGetValue("x-user", out var user)) { return ApiResponse.Json(401, new { error = "who?" }); }
                request.Items["user"] = user.ToString();
                return await next();
            }],
            """)
        .Api("POST /filled", """return ApiResponse.Text(200, request.Body.Name);""", parameters: "ApiRequest<Person> request, StepContext context", config: """
            Middleware = [(request, context, next) => { request.Body!["name"] = "filled in"; return next(); }],
            """)
        .Api("POST /counts", """await context.State.UpdateAsync<int>("v", "count", [StateOperation.Increment("")]); return ApiResponse.Empty();""",
            parameters: "ApiRequest<Person> request, StepContext context")
        .Api("GET /count", """return ApiResponse.Json(200, await context.State.GetAsync<int>("v", "count"));""");
}
