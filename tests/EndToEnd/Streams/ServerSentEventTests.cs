using System.Net;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

public sealed class ServerSentEventTests(ServerSentEventTests.Shared shared) : IClassFixture<ServerSentEventTests.Shared>
{
    private static int _groups;
    private readonly string _group = $"g{Interlocked.Increment(ref _groups)}";

    private HttpClient Http => shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) =>
            project.Stream("Todos").Stream("Closed", "CanAccess = (_, auth) => new((string?)auth == \"ann\" && !System.IO.File.Exists(\"revoked\")),").Write("steps/Startup.cs", """
                using Microsoft.Extensions.DependencyInjection;
                using Motia;

                public static class Startup
                {
                    public static void Configure(IServiceCollection services) => services.AddSingleton<IStreamAuthenticator, Authenticator>();
                }

                public sealed class Authenticator : IStreamAuthenticator
                {
                    public ValueTask<object?> AuthenticateAsync(StreamConnection connection) =>
                        connection.Token == "wrong" ? throw new InvalidOperationException("not known") : new(connection.Token);
                }
                """);
    }

    [Fact]
    public async Task Subscription_GetsTheFramesOfTheSocket_WithTheirNumbersAsIds()
    {
        using var events = await EventSource.OpenAsync(Http, $"name=Todos&group={_group}");
        Assert.Equal("text/event-stream", events.Response.Header("content-type"));
        Assert.Equal("*", events.Response.Header("access-control-allow-origin"));
        Assert.Equal("sync []", await events.EventAsync());
        await Http.SetAsync("Todos", _group, "t1", """{"a":1}""");
        var create = await events.ReceiveAsync();
        Assert.Equal("""create t1 {"a":1,"id":"t1"}""", StreamSocketClient.Describe(create!));
        Assert.Equal(events.LastEventId, $"{create!["timestamp"]}");
    }

    [Fact]
    public async Task Item_GetsItsChangesAlone()
    {
        using var events = await EventSource.OpenAsync(Http, $"name=Todos&group={_group}&id=t1");
        await Http.SetAsync("Todos", _group, "t2", "{}");
        await Http.SetAsync("Todos", _group, "t1", "{}");
        Assert.Contains("""t1 {"id":"t1"}""", await events.EventAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LastEventId_GetsWhatWasMissed_AlsoEvents()
    {
        string last;
        using (var events = await EventSource.OpenAsync(Http, $"name=Todos&group={_group}"))
        {
            await events.EventAsync();
            await Http.SetAsync("Todos", _group, "t1", "{}");
            await events.EventAsync();
            last = events.LastEventId;
        }

        await Http.SetAsync("Todos", _group, "t2", "{}");
        await Http.DoAsync("Todos", _group, "send", body: """{"type":"typing","data":1}""");
        await Http.DoAsync("Todos", _group, "delete", "t1");
        using var again = await EventSource.OpenAsync(Http, $"name=Todos&group={_group}", last);
        Assert.Equal("""create t2 {"id":"t2"}""", await again.EventAsync());
        Assert.Equal("event typing 1", await again.EventAsync());
        Assert.Equal("""delete t1 {"id":"t1"}""", await again.EventAsync());
        await Http.SetAsync("Todos", _group, "t3", "{}");
        Assert.Equal("""create t3 {"id":"t3"}""", await again.EventAsync());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("nonsense")]
    [InlineData("-5")]
    public async Task LastEventId_ThatIsNotKnown_GetsTheItems(string lastEventId)
    {
        await Http.SetAsync("Todos", _group, "t1", "{}");
        using var events = await EventSource.OpenAsync(Http, $"name=Todos&group={_group}", lastEventId);
        Assert.Equal("""sync [{"id":"t1"}]""", await events.EventAsync());
    }

    [Fact]
    public async Task Item_StoredWithLineBreaks_ComesWhole()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        using var events = await EventSource.OpenAsync(Http, $"name=Todos&group={_group}");
        await events.EventAsync();
        await Http.SetAsync("Todos", _group, "t1", "{\r\n  \"text\": \"a\\nb\"\r\n}");
        Assert.Equal("""create t1 {"text":"a\nb","id":"t1"}""", await events.EventAsync());
    }

    [Theory]
    [InlineData("name=Closed&group=g", HttpStatusCode.Forbidden)]
    [InlineData("name=Closed&group=g&authToken=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("name=Closed&group=g&authToken=ann", HttpStatusCode.OK)]
    [InlineData("name=None&group=g", HttpStatusCode.NotFound)]
    [InlineData("name=Todos", HttpStatusCode.BadRequest)]
    [InlineData("group=g", HttpStatusCode.BadRequest)]
    public async Task Request_OutOfTheRules_IsRefusedAsAnAnswer(string query, HttpStatusCode status)
    {
        using var events = await EventSource.OpenAsync(Http, query);
        Assert.Equal(status, events.Response.StatusCode);
    }

    [Fact]
    public async Task Access_ThatIsTakenAway_EndsTheEvents()
    {
        using var events = await EventSource.OpenAsync(Http, $"name=Closed&group={_group}&authToken=ann");
        Assert.Equal("sync []", await events.EventAsync());
        shared.Project.Write("revoked", "");
        Assert.Contains("STREAM_ACCESS_DENIED", await events.EventAsync(), StringComparison.Ordinal);
        Assert.Equal("end", await events.EventAsync());
        shared.Project.Delete("revoked");
    }

    [Fact]
    public async Task ControlSurface_ListsStreamsAndItems()
    {
        await Http.SetAsync("Todos", _group, "t1", """{"a":1}""");
        await Http.SetAsync("Todos", _group, "t2", "{}");
        var streams = await Http.SendAsync("GET /__motia/streams").JsonAsync();
        var todos = streams!["streams"]!.AsArray().Single(stream => (string?)stream!["name"] == "Todos")!;
        Assert.True((bool)todos["loaded"]!);
        Assert.Contains($$"""{"group":"{{_group}}","count":2}""", todos["groups"].Compact(), StringComparison.Ordinal);
        Assert.Equal(
            """[{"a":1,"id":"t1"},{"id":"t2"}]""",
            (await Http.SendAsync($"GET /__motia/streams/items?name=Todos&group={_group}").JsonAsync())!["items"].Compact());
        await Http.SendAsync("GET /__motia/streams/items?name=Todos").TextAsync(400);
        var catalog = await Http.SendAsync("GET /__motia/catalog").JsonAsync();
        Assert.Contains("\"name\":\"Todos\",\"language\":\"csharp\",\"file\":\"steps/Todos.stream.cs\"", catalog!["streams"].Compact(), StringComparison.Ordinal);
    }
}
