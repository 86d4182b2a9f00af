using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>The real <c>@motiadev/stream-client-node</c>, run by node.</summary>
internal sealed class NpmClient : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<JsonArray> _told = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private NpmClient(Process process) => _process = process;

    public static NpmClient Start(NpmFolder folder, SiloProcess silo, string path = "", params string[] protocols)
    {
        var start = new ProcessStartInfo("node") { WorkingDirectory = folder.Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("client.mjs");
        start.ArgumentList.Add($"ws://{silo.Address.Authority}{path}");
        foreach (var protocol in protocols)
        {
            start.ArgumentList.Add(protocol);
        }

        var client = new NpmClient(new Process { StartInfo = start });
        client._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } told)
            {
                client._told.Enqueue(JsonNode.Parse(told)!.AsArray());
            }
        };
        client._process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } error)
            {
                client._errors.Enqueue(error);
            }
        };
        client._process.Start();
        client._process.BeginOutputReadLine();
        client._process.BeginErrorReadLine();
        return client;
    }

    public Task DoAsync(string command) => _process.StandardInput.WriteLineAsync(command);

    /// <summary>How many states a subscription has had.</summary>
    public int StatesOf(string name) => _told.Count(told => (string?)told[0] == name && told.Count == 2);

    /// <summary>Waits until a subscription's state is this JSON.</summary>
    public Task HasAsync(string name, string state) =>
        Eventually.Answers(() => Task.FromResult(Last(name, 2)), last => last == state, TimeSpan.FromSeconds(60));

    /// <summary>Waits until a subscription has got this event: <c>event:typing "ann"</c>.</summary>
    public Task GotAsync(string name, string happened) => Eventually.Is(() => _told.Any(told =>
        told.Count == 3 && (string?)told[0] == name && $"{(string?)told[1]} {told[2].Compact()}" == happened));

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private string Last(string name, int parts) =>
        _told.LastOrDefault(told => (string?)told[0] == name && told.Count == parts)?[1].Compact() ?? string.Join('\n', _errors);
}
