using System.Net;
using System.Net.WebSockets;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

public sealed class StreamAccessTests(StreamAccessTests.Shared shared, NpmFolder npm) : IClassFixture<StreamAccessTests.Shared>, IClassFixture<NpmFolder>
{
    private const string Denied = """event error {"code":"STREAM_ACCESS_DENIED","message":"Access denied"}""";

    // Who may see the group is in a file, which the test rewrites.
    private const string Access = """
        CanAccess = (subscription, auth) => subscription.GroupId == "throws" ? throw new InvalidOperationException("as thrown")
            : new((string?)auth == "ann" || (subscription.GroupId == "open" && !System.IO.File.Exists("revoked"))),
        """;

    private const string Startup = """
        using Microsoft.Extensions.DependencyInjection;
        using Motia;

        public static class Startup
        {
            public static void Configure(IServiceCollection services) => services.AddSingleton<IStreamAuthenticator, Authenticator>().AddScoped<IStreamAccess, Secrets>();
        }

        public sealed class Authenticator : IStreamAuthenticator
        {
            public ValueTask<object?> AuthenticateAsync(StreamConnection connection) => connection.Token switch
            {
                null => new(connection.Headers.TryGetValue("x-user", out var user) ? user.ToString() : null),
                "wrong" => throw new InvalidOperationException("not known"),
                var token => new(token),
            };
        }

        public sealed class Secrets : IStreamAccess
        {
            public ValueTask<bool> CanAccessAsync(StreamSubscription subscription, object? auth) => new(subscription.Id != "secret");
        }
        """;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Stream("Guarded", Access).Stream("Open").Write("steps/Startup.cs", Startup);
    }

    [Theory]
    [InlineData("/", "Authorization", "ann")]
    [InlineData("/?authToken=ann", null, null)]
    public async Task Token_InSubprotocolOrQuery_TellsWhoItIs(string path, string? protocol, string? token)
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo, path, options => Offer(options, protocol, token));
        await socket.JoinAsync("Guarded", "empty");
        Assert.Equal("sync []", await socket.EventAsync());
    }

    [Fact]
    public async Task Header_IsSeenByTheAuthenticator()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo, configure: options => options.SetRequestHeader("X-User", "ann"));
        await socket.JoinAsync("Guarded", "empty");
        Assert.Equal("sync []", await socket.EventAsync());
    }

    [Fact]
    public async Task Authenticator_ThatThrows_RefusesTheConnectionWith401() =>
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync(options => Offer(options, "Authorization", "wrong")));

    [Theory]
    [InlineData("g", null)]
    [InlineData("g", "t1")]
    [InlineData("throws", null)]
    public async Task Join_ThatIsNotAllowed_OrCannotBeDecided_IsDenied_AndNothingElse(string group, string? id)
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        await socket.JoinAsync("Guarded", group, id);
        var frame = await socket.ReceiveAsync();
        Assert.Equal(("Guarded", group, id), ((string?)frame!["streamName"], (string?)frame["groupId"], (string?)frame["id"]));
        Assert.EndsWith(Denied["event ".Length..], StreamSocketClient.Describe(frame), StringComparison.Ordinal);
        await shared.Http.SetAsync("Guarded", group, "t1", "{}");
        await socket.JoinAsync("Open", group);
        Assert.Equal("sync []", await socket.EventAsync());
    }

    [Fact]
    public async Task AccessOfTheProject_HoldsForEveryStream()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo, "/?authToken=ann");
        await socket.JoinAsync("Guarded", "g", "secret");
        Assert.Contains("STREAM_ACCESS_DENIED", await socket.EventAsync(), StringComparison.Ordinal);
        await socket.JoinAsync("Open", "g", "secret");
        Assert.Contains("STREAM_ACCESS_DENIED", await socket.EventAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatIsNotThere_IsNotFound()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        await socket.JoinAsync("None", "g");
        Assert.Equal("""event error {"code":"STREAM_NOT_FOUND","message":"There is no stream \"None\"."}""", await socket.EventAsync());
    }

    [Fact]
    public async Task NodeClient_WithATokenAsSubprotocol_SeesWhatItMay()
    {
        using var client = NpmClient.Start(npm, shared.Silo, "", "Authorization", "ann");
        await client.DoAsync("group g Guarded npm");
        await client.HasAsync("g", "[]");
        using var stranger = NpmClient.Start(npm, shared.Silo);
        await stranger.DoAsync("group g Guarded npm");
        await stranger.GotAsync("g", """event:error {"code":"STREAM_ACCESS_DENIED","message":"Access denied"}""");
        Assert.Equal(0, stranger.StatesOf("g"));
    }

    [Fact]
    public async Task Access_ThatIsTakenAway_EndsTheSubscriptionWithin30Seconds_AndNothingMoreIsSeen()
    {
        using var project = new ProjectFolder().Stream("Guarded", Access).Stream("Open").Write("steps/Startup.cs", Startup);
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        using var socket = await StreamSocketClient.JoinedAsync(silo, "Guarded", "open");
        project.Write("revoked", "");
        Assert.Equal(Denied, await socket.EventAsync());
        await silo.Http.SetAsync("Guarded", "open", "t1", "{}");
        await socket.JoinAsync("Open", "g");
        Assert.Equal("sync []", await socket.EventAsync());
    }

    [Fact]
    public async Task Access_OfAChangedDefinition_IsDecidedAtOnce()
    {
        using var project = new ProjectFolder().Stream("Todos");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        using var socket = await StreamSocketClient.JoinedAsync(silo, "Todos", "g");
        await silo.Http.SetAsync("Todos", "g", "t1", "{}");
        await socket.EventAsync();
        project.Stream("Todos", "CanAccess = (_, _) => new(false),");
        Assert.Equal(Denied, await socket.EventAsync());

        project.Delete("steps/Todos.stream.cs");
        project.Stream("Others");
        await Eventually.Answers(
            () => silo.Http.SendAsync("GET /__motia/catalog").JsonAsync(),
            catalog => string.Join(", ", catalog!["streams"]!.AsArray().Select(stream => (string?)stream!["name"])) == "Others");
        await socket.JoinAsync("Todos", "g");
        Assert.Contains("STREAM_NOT_FOUND", await socket.EventAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example", false)]
    [InlineData("null", false)]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://[::1]:1", true)]
    [InlineData("SAME", true)]
    public async Task Origin_InDevelopment_IsTheSameOrThisMachine(string origin, bool isAllowed)
    {
        origin = origin == "SAME" ? $"http://{shared.Silo.Address.Authority}" : origin;
        if (!isAllowed)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(options => options.SetRequestHeader("Origin", origin)));
            return;
        }

        using var socket = await StreamSocketClient.OpenAsync(shared.Silo, configure: options => options.SetRequestHeader("Origin", origin));
        Assert.Equal(WebSocketState.Open, socket.Socket.State);
    }

    [Fact]
    public async Task Origin_InProduction_IsTheSameOrOneThatTheProjectLists()
    {
        using var project = new ProjectFolder().Stream("Todos").Write("motia.json", """{ "cors": { "origins": ["https://app.example"] } }""");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:", "--environment", "Production");
        using (await StreamSocketClient.OpenAsync(silo, configure: options => options.SetRequestHeader("Origin", "https://app.example")))
        {
        }

        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(options => options.SetRequestHeader("Origin", "http://localhost:5173"), silo));

        // A proxy in front takes https off.
        using (await StreamSocketClient.OpenAsync(silo, configure: options => Come(options, "own.example", "https://own.example")))
        {
        }

        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(options => Come(options, "own.example", "https://own.example:8443"), silo));
        Assert.Equal(HttpStatusCode.Forbidden, await RefusedAsync(options => Come(options, "own.example", "https://own.example.evil"), silo));
    }

    private static void Come(ClientWebSocketOptions options, string host, string origin)
    {
        options.SetRequestHeader("Host", host);
        options.SetRequestHeader("Origin", origin);
    }

    private static void Offer(ClientWebSocketOptions options, params string?[] protocols)
    {
        foreach (var protocol in protocols.OfType<string>())
        {
            options.AddSubProtocol(protocol);
        }
    }

    private async Task<HttpStatusCode> RefusedAsync(Action<ClientWebSocketOptions> configure, SiloProcess? silo = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        configure(socket.Options);
        await Assert.ThrowsAsync<WebSocketException>(
            () => socket.ConnectAsync(new UriBuilder((silo ?? shared.Silo).Address) { Scheme = "ws" }.Uri, CancellationToken.None));
        return socket.HttpStatusCode;
    }
}
