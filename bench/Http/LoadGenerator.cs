using System.Diagnostics;
using System.Runtime.InteropServices;
using Motia.Bench.CommandLine;
using Motia.Bench.Machine;
using Motia.Bench.Servers;

namespace Motia.Bench.Http;

/// <summary>Puts load on a server: so many connections, on each the next request as soon as the last is answered, all on the calling thread.</summary>
internal sealed class LoadGenerator : IDisposable
{
    /// <summary>How many requests are on their way at a time.</summary>
    public const int Connections = 32;

    private const int Interrupted = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ServerProcess _server;
    private readonly LoadConnection[] _connections;
    private readonly PollEntry[] _entries;

    public LoadGenerator(ServerProcess server, byte[] request)
    {
        _server = server;
        _connections = [.. Enumerable.Range(0, Connections).Select(_ => new LoadConnection(server.Address, request))];
        _entries = [.. _connections.Select(connection => new PollEntry { File = connection.File, Wanted = PollEntry.Readable })];
        foreach (var connection in _connections)
        {
            connection.StopBlocking();
        }
    }

    /// <summary>The body of an answer.</summary>
    public string Body => _connections[0].Body;

    /// <summary>Asks for a time, then waits for the last answers.</summary>
    public LoadResult Run(TimeSpan time)
    {
        var (serverCpu, loadCpu, start) = (_server.CpuTime, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        foreach (var connection in _connections)
        {
            connection.Send();
        }

        var answered = 0L;
        for (var underway = Connections; underway > 0;)
        {
            Wait();
            var goesOn = Stopwatch.GetElapsedTime(start) < time;
            for (var i = 0; i < _entries.Length; i++)
            {
                if (_entries[i].Found == 0 || !_connections[i].TryReceive())
                {
                    continue;
                }

                answered++;
                if (goesOn)
                {
                    _connections[i].Send();
                }
                else
                {
                    underway--;
                }
            }
        }

        return new LoadResult(answered, Stopwatch.GetElapsedTime(start), _server.CpuTime - serverCpu, Environment.CpuUsage.TotalTime - loadCpu);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private void Wait()
    {
        while (true)
        {
            var found = LibC.Poll(_entries, (nuint)_entries.Length, (int)Patience.TotalMilliseconds);
            if (found > 0)
            {
                return;
            }

            if (found == 0)
            {
                throw new BenchException($"{_server.Name} answered nothing for {Patience.TotalSeconds} s.");
            }

            if (Marshal.GetLastPInvokeError() is not Interrupted and var error)
            {
                throw new BenchException($"Waiting for answers failed: {Marshal.GetPInvokeErrorMessage(error)}.");
            }
        }
    }
}
