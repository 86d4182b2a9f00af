using System.Net.Http.Headers;
using System.Text;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Http;

/// <summary>What a handler sees of a body, by its content type.</summary>
public sealed class RequestBodyTests(RequestBodyTests.Shared shared) : IClassFixture<RequestBodyTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Api("POST /body", """
                return ApiResponse.Json(200, new JsonObject
                {
                    ["body"] = request.Body?.DeepClone(), ["raw"] = request.RawBody, ["length"] = request.RawBytes.Length,
                    ["files"] = new JsonArray([.. request.Files.Select(file => new JsonObject
                    {
                        ["name"] = file.Name, ["fileName"] = file.FileName, ["contentType"] = file.ContentType, ["hex"] = Convert.ToHexString(file.Bytes.Span),
                    })]),
                });
                """)
            .Api("POST /reads", """_ = request.Body; return ApiResponse.Empty();""")
            .Api("POST /bytes", """return ApiResponse.Bytes(200, request.Body);""", parameters: "ApiRequest<byte[]> request, StepContext context")
            .Api("POST /string", """return ApiResponse.Text(200, request.Body);""", parameters: "ApiRequest<string> request, StepContext context");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON")]
    [InlineData("application/vnd.api+json")]
    public async Task Body_Json_IsParsedAndRawIsExact(string contentType)
    {
        const string sent = """  {"a" : [1, 2.50, null, "é\u00e9"],  "b":{}}  """;
        var seen = await _http.SendAsync("POST /body", sent, contentType).JsonAsync();
        Assert.Equal("""{"a":[1,2.50,null,"éé"],"b":{}}""", seen!["body"].Compact());
        Assert.Equal(sent, (string?)seen["raw"]);
        Assert.Equal(Encoding.UTF8.GetByteCount(sent), (int)seen["length"]!);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("0")]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("12345678901234567890.123456789")]
    public async Task Body_JsonOfAnyKind_Arrives(string json) =>
        Assert.Equal(json, (await _http.SendAsync("POST /body", json).JsonAsync())!["body"].Compact());

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task Body_None_IsAnEmptyObject(string? contentType)
    {
        var seen = await _http.SendAsync("POST /body", [], contentType).JsonAsync();
        Assert.Equal("{}", seen!["body"].Compact());
        Assert.Equal("", (string?)seen["raw"]);
    }

    [Fact]
    public async Task Body_Form_GivesStringsAndRepeatedNamesGiveLists()
    {
        const string sent = "a=1&b=x+y&b=%C3%A9%26&empty=";
        var seen = await _http.SendAsync("POST /body", sent, "application/x-www-form-urlencoded").JsonAsync();
        Assert.Equal("""{"a":"1","b":["x y","é&"],"empty":""}""", seen!["body"].Compact());
        Assert.Equal(sent, (string?)seen["raw"]);
    }

    [Theory]
    [InlineData("text/plain", "utf-8")]
    [InlineData("text/plain; charset=utf-8", "utf-8")]
    [InlineData("text/csv; charset=\"iso-8859-1\"", "iso-8859-1")]
    [InlineData("text/plain; charset=utf-16", "utf-16")]
    public async Task Body_Text_IsDecodedByItsCharset(string contentType, string encoding)
    {
        var seen = await _http.SendAsync("POST /body", Encoding.GetEncoding(encoding).GetBytes("grüß, Gott"), contentType).JsonAsync();
        Assert.Equal("grüß, Gott", (string?)seen!["body"]);
        Assert.Equal("grüß, Gott", (string?)seen["raw"]);
    }

    [Fact]
    public async Task Body_TextOfUnknownCharset_Is400ThatNamesIt()
    {
        var refused = await _http.SendAsync("POST /body", "x", "text/plain; charset=klingon").JsonAsync(400);
        Assert.Contains("klingon", (string?)refused!["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_Multipart_GivesFieldsAndFiles()
    {
        using var form = new MultipartFormDataContent("the-boundary")
        {
            { new StringContent("Ada"), "name" },
            { new StringContent("x"), "tag" },
            { new StringContent("y"), "tag" },
        };
        var file = new ByteArrayContent([0, 255, 13, 10, 45, 45]);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(file, "picture", "größe 1.png");
        form.Add(new ByteArrayContent([]), "empty", "empty.bin");
        var seen = await _http.SendAsync("POST /body", await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString()).JsonAsync();
        Assert.Equal("""{"name":"Ada","tag":["x","y"]}""", seen!["body"].Compact());
        var files = seen["files"]!.AsArray();
        Assert.Equal(2, files.Count);
        Assert.Equal("picture", (string?)files[0]!["name"]);
        Assert.Equal("größe 1.png", (string?)files[0]!["fileName"]);
        Assert.Equal("image/png", (string?)files[0]!["contentType"]);
        Assert.Equal("00FF0D0A2D2D", (string?)files[0]!["hex"]);
        Assert.Equal("", (string?)files[1]!["hex"]);
    }

    [Theory]
    [InlineData("multipart/form-data", "--x--")]
    [InlineData("multipart/form-data; boundary=x", "this has no parts")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Type: text/plain\r\n\r\nno name\r\n--x--\r\n")]
    public async Task Body_MultipartBroken_Is400(string contentType, string body)
    {
        var refused = await _http.SendAsync("POST /body", body, contentType).JsonAsync(400);
        Assert.NotEmpty((string?)refused!["error"] ?? "");
    }

    [Fact]
    public async Task Body_AnyOtherType_IsBytes()
    {
        byte[] sent = [0, 1, 2, 0xFF, 0xFE];
        Assert.Equal(sent, await (await _http.SendAsync("POST /bytes", sent, "application/octet-stream")).Content.ReadAsByteArrayAsync());
        Assert.Equal(sent, await (await _http.SendAsync("POST /bytes", sent)).Content.ReadAsByteArrayAsync());
        var untyped = await _http.SendAsync("POST /body", sent, "image/png").JsonAsync();
        Assert.Equal("null", untyped!["body"].Compact());
        Assert.Equal(5, (int)untyped["length"]!);
    }

    [Fact]
    public async Task Body_StringHandler_GetsTheTextAsReceived() =>
        Assert.Equal(" {\"a\": 1} ", await _http.SendAsync("POST /string", " {\"a\": 1} ").TextAsync());

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("NaN")]
    [InlineData("   ")]
    [InlineData("// comment\n1")]
    public async Task Body_MalformedJson_Is400ThatSaysWhere(string json)
    {
        var refused = await _http.SendAsync("POST /body", json).JsonAsync(400);
        Assert.Contains("JSON", (string?)refused!["error"], StringComparison.Ordinal);
        Assert.Contains("line ", (string?)refused["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_InvalidUtf8InJson_Is400()
    {
        var refused = await _http.SendAsync("POST /body", [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8], "application/json").JsonAsync(400);
        Assert.Contains("UTF-8", (string?)refused!["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, 204)]
    [InlineData(65, 400)]
    [InlineData(100_000, 400)]
    public async Task Body_JsonNested_IsTakenUpTo64Levels(int levels, int status) =>
        await _http.SendAsync("POST /reads", new string('[', levels) + new string(']', levels)).TextAsync(status);

    [Fact]
    public async Task Body_JsonWithRepeatedName_AnswersAndNeverFails()
    {
        using var response = await _http.SendAsync("POST /body", """{"a":1,"a":2}""");
        Assert.True((int)response.StatusCode is 200 or 400, $"The status is {(int)response.StatusCode}.");
    }

    [Fact]
    public async Task Body_HalfASurrogateInAnEscape_AnswersAndNeverFails()
    {
        using var response = await _http.SendAsync("POST /body", """{"a":"\ud800"}""");
        Assert.True((int)response.StatusCode is 200 or 400, $"The status is {(int)response.StatusCode}.");
    }
}
