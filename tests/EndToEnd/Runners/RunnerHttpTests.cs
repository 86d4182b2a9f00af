using System.Security.Cryptography;
using System.Text;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What an api step in a runner gets of a request, and what becomes of its answer.</summary>
public sealed class RunnerHttpTests(RunnerHttpTests.Shared shared) : IClassFixture<RunnerHttpTests.Shared>
{
    private const int Large = 30 * 1024 * 1024;
    private const string Urlencoded = "application/x-www-form-urlencoded";
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .TsApi("POST /echo", "return { status: 201, headers: { 'X-Two': ['a', 'b'] }, body: { body: req.body, raw: req.rawBody } }")
            .TsApi("GET /parts/:id", "return { status: 200, body: { path: req.pathParams, query: req.queryParams, header: req.headers['x-own'] } }")
            .TsApi("POST /bytes", "return { status: 200, body: req.body }")
            .TsApi("POST /form", "return { status: 200, body: { fields: req.body, files: req.files?.map((file: any) => [file.name, file.filename, file.contentType, file.bytes.toString()]) } }")
            .TsApi("GET /text", "return { status: 200, body: '<p>hello</p>' }")
            .TsApi("GET /twice", "return { status: 200, headers: { 'Content-Type': 'text/plain', 'content-type': 'text/csv' }, body: 'a,b' }")
            .TsApi("GET /nothing", "return undefined")
            .TsApi("GET /status", "return { status: 99, body: {} }")
            .TsApi("GET /throws", "throw new Error('as thrown')")
            .TsApi("POST /valid", "return { status: 200, body: { got: req.body } }", "bodySchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }")
            .TsApi("POST /guarded", "return { status: 200, body: { user: req.user, got: req.body } }", """
                bodySchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
                middleware: [async (req: any, ctx: any, next: any) => {
                  if (!req.headers.authorization) return { status: 401, body: { error: 'who are you?' } }
                  req.user = 'ann'
                  if (req.body.fill) req.body.text = 'filled in'
                  const answer = await next()
                  return { ...answer, headers: { 'x-by': 'middleware' } }
                }],
                """)
            .Write("steps/echo_step.py", """
                config = {"type": "api", "name": "PyBytes", "path": "/py/bytes", "method": "POST"}

                def handler(req, context):
                    return {"status": 200, "body": req.body}
                """)
            .PyApi("POST /py/form", """files = [[file[key] for key in ("name", "filename", "contentType")] + [file["bytes"].decode()] for file in req.get("files") or []]; return {"status": 200, "body": {"fields": req.body, **({"files": files} if files else {})}}""");
    }

    [Fact]
    public async Task Json_ArrivesParsed_AndAsTheExactText()
    {
        using var response = await _http.SendAsync("POST /echo", """{ "a": [1, "ü"], "big": 12345678901234567890 }""");
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("a|b", response.Header("X-Two"));
        Assert.Contains("""{ \"a\": [1, \"ü\"], \"big\": 12345678901234567890 }""", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"a\": ")]
    [InlineData("nonsense")]
    [InlineData("\"\\ud800\"")]
    public async Task Json_ThatIsNone_IsA400_AndTheHandlerDoesNotRun(string body) =>
        Assert.StartsWith("""{"error":""", await _http.SendAsync("POST /echo", body).TextAsync(400), StringComparison.Ordinal);

    [Fact]
    public async Task Json_InBrokenUtf8_IsA400() => Assert.Contains("UTF-8", await _http.SendAsync("POST /echo", [(byte)'"', 0xff, (byte)'"'], "application/json").TextAsync(400), StringComparison.Ordinal);

    [Fact]
    public async Task NoBody_IsAnEmptyObject() => Assert.Equal("""{"body":{},"raw":""}""", await _http.SendAsync("POST /echo").CompactAsync(201));

    [Fact]
    public async Task Text_OfAnotherCharacterSet_ArrivesAsText() =>
        Assert.Equal("""{"body":"grün","raw":"grün"}""", await _http.SendAsync("POST /echo", Encoding.Latin1.GetBytes("grün"), "text/plain; charset=iso-8859-1").CompactAsync(201));

    [Fact]
    public async Task PathQueryAndHeaders_Arrive() => Assert.Equal(
        """{"path":{"id":"a b"},"query":{"one":"1","two":["2","3"]},"header":"ü?"}""".Replace("ü?", "yes", StringComparison.Ordinal),
        await _http.SendWithAsync("GET /parts/a%20b?one=1&two=2&two=3", ("X-Own", "yes")).CompactAsync());

    [Theory]
    [InlineData("/form")]
    [InlineData("/py/form")]
    public async Task Form_ItsFieldsArrive(string path) =>
        Assert.Equal("""{"fields":{"a":"1 2","b":["x","y"]}}""", await _http.SendAsync($"POST {path}", "a=1+2&b=x&b=y"u8.ToArray(), Urlencoded).CompactAsync());

    [Theory]
    [InlineData("/form", "main.mjs")]
    [InlineData("/py/form", "main.py")]
    public async Task Form_ThatIsTooLongTakenApart_IsA413_AndHarmsNobodyElse(string path, string program)
    {
        var runners = shared.Silo.RunnersOf(program);

        // In JSON each of these bytes is six.
        byte[] form = [.. "a="u8, .. Enumerable.Repeat((byte)1, 12 * 1024 * 1024)];
        Assert.Contains("The body is too large for a step that is not written in C#", await _http.SendAsync($"POST {path}", form, Urlencoded).TextAsync(413), StringComparison.Ordinal);
        Assert.Equal("""{"fields":{"a":"1"}}""", await _http.SendAsync($"POST {path}", "a=1"u8.ToArray(), Urlencoded).CompactAsync());
        Assert.Equal(runners, shared.Silo.RunnersOf(program));
    }

    [Theory]
    [InlineData("/form")]
    [InlineData("/py/form")]
    public async Task Multipart_ItsFieldsAndFilesArrive(string path)
    {
        using var form = new MultipartFormDataContent { { new StringContent("v"), "field" } };
        using var file = new ByteArrayContent("bytes of it"u8.ToArray());
        file.Headers.ContentType = new("image/png");
        form.Add(file, "upload", "a.png");
        using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), form);
        Assert.Equal("""{"fields":{"field":"v"},"files":[["upload","a.png","image/png","bytes of it"]]}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/bytes")]
    [InlineData("/py/bytes")]
    public async Task Bytes_30Megabytes_GoBothWaysUnchanged(string path)
    {
        var sent = RandomNumberGenerator.GetBytes(Large);
        using var response = await _http.SendAsync($"POST {path}", sent, "application/octet-stream");
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.ToString());
        var got = await response.Content.ReadAsByteArrayAsync();
        Assert.True(sent.AsSpan().SequenceEqual(got));
    }

    [Fact]
    public async Task Bytes_LongBodiesSideBySide_AreNotMixed()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var sent = Enumerable.Repeat((byte)i, 1024 * 1024 + i).ToArray();
            using var response = await _http.SendAsync("POST /bytes", sent, "application/octet-stream");
            var got = await response.Content.ReadAsByteArrayAsync();
            return sent.AsSpan().SequenceEqual(got);
        }));
        Assert.All(answers, Assert.True);
    }

    [Fact]
    public async Task Headers_ThatDifferInCaseOnly_TheLastCounts()
    {
        using var answer = await _http.SendAsync("GET /twice");
        Assert.Equal((200, "text/csv"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
    }

    [Fact]
    public async Task Text_IsAnsweredAsHtml()
    {
        using var response = await _http.SendAsync("GET /text");
        Assert.Equal(("<p>hello</p>", "text/html; charset=utf-8"), (await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType!.ToString()));
    }

    [Theory]
    [InlineData("/nothing", "returned nothing")]
    [InlineData("/status", "99")]
    public async Task Answer_ThatIsNone_IsA500_AndTheLogTellsWhy(string path, string why)
    {
        Assert.Contains("Internal server error", await _http.SendAsync($"GET {path}").TextAsync(500), StringComparison.Ordinal);
        await shared.Silo.SaysAsync(why);
    }

    [Fact]
    public async Task Throw_IsA500_AndTheLogHasTheStackInPositionsOfTheSource()
    {
        using var response = await _http.SendAsync("GET /throws");
        Assert.Equal(500, (int)response.StatusCode);
        Assert.DoesNotContain("as thrown", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var said = await shared.Silo.SaysAsync("Error: as thrown");
        Assert.Contains("GetThrows.step.ts:5:", said, StringComparison.Ordinal);
        Assert.Contains(response.Header("x-trace-id")!, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":"yes"}""", 200, """{"got":{"text":"yes"}}""")]
    [InlineData("""{"text":1}""", 400, """{"error":"Validation failed","details":[{"path":"text","message":""")]
    public async Task BodySchema_IsEnforced(string body, int status, string answer) =>
        Assert.StartsWith(answer, await _http.SendAsync("POST /valid", body).TextAsync(status), StringComparison.Ordinal);

    [Fact]
    public async Task Middleware_AnswersBeforeTheBodyIsValidated() =>
        Assert.Equal("""{"error":"who are you?"}""", await _http.SendAsync("POST /guarded", "{}").CompactAsync(401));

    [Fact]
    public async Task Middleware_WhatItLeavesOfTheBodyIsValidated_AndItMayChangeTheAnswer()
    {
        using var filled = await _http.SendAsync("POST /guarded", """{"fill":true}""", headers: ("Authorization", "x"));
        Assert.Equal("middleware", filled.Header("x-by"));
        Assert.Equal("""{"user":"ann","got":{"fill":true,"text":"filled in"}}""", await filled.Content.ReadAsStringAsync());
        using var refused = await _http.SendAsync("POST /guarded", "{}", headers: ("Authorization", "x"));
        Assert.Equal((400, "middleware"), ((int)refused.StatusCode, refused.Header("x-by")));
        Assert.Contains("Validation failed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
