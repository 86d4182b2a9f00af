using System.Net;
using System.Net.WebSockets;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Who connects and who may subscribe is decided by the project's own TypeScript and Python.</summary>
public sealed class RunnerStreamTests : IDisposable
{
    private const string Denied = """event error {"code":"STREAM_ACCESS_DENIED","message":"Access denied"}""";

    private readonly ProjectFolder _project = new ProjectFolder()
        .Write("motia.config.ts", """
            import { defineConfig } from 'motia'

            export default defineConfig({
              plugins: [],
              streamAuth: {
                contextSchema: {},
                authenticate: async (request: any) => {
                  const token = new URL(request.url, 'http://x').searchParams.get('authToken')
                  if (token === 'wrong') throw new Error('not known')
                  return token ? { user: token } : null
                },
              },
            })
            """)
        .Write("steps/guarded.stream.ts", """
            export const config = {
              name: 'Guarded', schema: { type: 'object' }, baseConfig: { storageType: 'default' },
              canAccess: (subscription: any, auth: any) => subscription.groupId === 'open' || auth?.user === 'ann',
            }
            """)
        .Write("steps/py_stream.py", """
            def can_access(subscription, auth):
                return auth is not None and auth["user"] == "bob"

            config = {"name": "Py", "schema": {"type": "object"}, "baseConfig": {"storageType": "default"}, "canAccess": can_access}
            """);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Authenticate_AndCanAccess_DecideWhoSeesWhat()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.Equal("sync []", await JoinAsync(silo, "/?authToken=ann", "Guarded", "g"));
        Assert.Equal("sync []", await JoinAsync(silo, "/", "Guarded", "open"));
        Assert.Equal(Denied, await JoinAsync(silo, "/", "Guarded", "g"));
        Assert.Equal(Denied, await JoinAsync(silo, "/?authToken=bob", "Guarded", "g"));
        Assert.Equal("sync []", await JoinAsync(silo, "/?authToken=bob", "Py", "g"));
        Assert.Equal(Denied, await JoinAsync(silo, "/?authToken=ann", "Py", "g"));
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync(silo, "/?authToken=wrong"));
        await silo.SaysAsync("motia.config.ts: \"plugins\" means nothing here and is ignored.");
    }

    [Fact]
    public async Task Config_ThatBreaks_KeepsWhatItSaidBefore()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        _project.Write("motia.config.ts", "throw new Error('while loading')\n");
        await silo.SaysAsync("motia.config.ts(1): ");
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync(silo, "/?authToken=wrong"));
        Assert.Equal("sync []", await JoinAsync(silo, "/?authToken=ann", "Guarded", "g"));
        _project.Write("motia.config.ts", "export default {}\n");
        await Eventually.Answers(() => JoinAsync(silo, "/?authToken=ann", "Guarded", "g"), answer => answer == Denied);
    }

    [Fact]
    public async Task Config_ThatIsBrokenFromTheStart_LetsNobodyIn()
    {
        _project.Write("motia.config.ts", "throw new Error('while loading')\n");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.Equal(HttpStatusCode.Unauthorized, await RefusedAsync(silo, "/"));
    }

    private static async Task<string> JoinAsync(SiloProcess silo, string path, string stream, string group)
    {
        using var socket = await StreamSocketClient.OpenAsync(silo, path);
        await socket.JoinAsync(stream, group);
        return await socket.EventAsync();
    }

    private static async Task<HttpStatusCode> RefusedAsync(SiloProcess silo, string path)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(new Uri(silo.Address, path)) { Scheme = "ws" }.Uri, CancellationToken.None));
        return socket.HttpStatusCode;
    }
}
