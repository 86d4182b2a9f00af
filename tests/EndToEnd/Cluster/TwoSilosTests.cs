using System.Collections.Concurrent;
using System.Net;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Cluster;

/// <summary>Two silos on one PostgreSQL database.</summary>
public sealed class TwoSilosTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 16;
    private const int BeforeTheKill = 400;
    private const int AfterTheKill = 400;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly string[] Names = ["first", "second"];

    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("POST /events/:id", """
            await context.EmitAsync("noted", new { id = request.PathParams["id"] }, messageGroupId: request.PathParams["id"][..1]);
            return ApiResponse.Empty();
            """)
        .Write("steps/note.step.cs", """
            using Motia;
            public sealed record Noted(string Id);
            public static class Note
            {
                public static readonly EventStep Config = new() { Name = "Note", Subscribes = ["noted"] };
                public static void Handler(Noted noted)
                {
                    lock (typeof(Note)) { System.IO.File.AppendAllText(System.Environment.GetEnvironmentVariable("NOTES")!, noted.Id + "\n"); }
                }
            }
            """);

    public void Dispose() => _project.Dispose();

    [ClusterFact]
    public async Task OneOfTwoSilos_KilledUnderLoad_EverythingAcknowledgedIsHandled()
    {
        await using var database = await ClusterDatabase.CreateAsync();
        _project.Cluster(database);
        await using var first = await StartAsync("first");
        await using var second = await StartAsync("second");

        var acknowledged = new ConcurrentDictionary<string, bool>();
        var enoughToKill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = false;
        var next = 0;
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            while (acknowledged.Count < BeforeTheKill + AfterTheKill)
            {
                var silo = caller % 2 == 0 && !Volatile.Read(ref killed) ? first : second;
                var id = $"{(char)('a' + (caller % 8))}{Interlocked.Increment(ref next)}";
                try
                {
                    using var answer = await silo.Http.SendAsync($"POST /events/{id}", "");
                    if (answer.StatusCode == HttpStatusCode.NoContent)
                    {
                        acknowledged[id] = true;
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    // Not acknowledged: the silo died, or a lane of it is not up again yet.
                }

                if (acknowledged.Count >= BeforeTheKill)
                {
                    enoughToKill.TrySetResult();
                }
            }
        })).ToArray();

        await enoughToKill.Task.WaitAsync(Limit);
        await first.KillAsync();
        Volatile.Write(ref killed, true);
        var since = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(callers).WaitAsync(Limit);
        await Eventually.Answers(() => Task.FromResult(acknowledged.Keys.Except(Notes()).ToArray()), missing => missing.Length == 0, Limit);

        var notes = Notes().ToArray();
        output.WriteLine(
            $"{acknowledged.Count} acknowledged of {next}, all handled {since.Elapsed.TotalSeconds:F1} s after the kill; {notes.Length - notes.Distinct().Count()} handled more than once.");
        Assert.True(acknowledged.Count >= BeforeTheKill + AfterTheKill);
    }

    private IEnumerable<string> Notes() =>
        Names.Select(name => _project.PathOf($"{name}.notes")).Where(File.Exists).SelectMany(File.ReadAllLines);

    // Each silo notes in a file of its own.
    private Task<SiloProcess> StartAsync(string name) => ClusterSilo.StartAsync(_project, name, ("NOTES", _project.PathOf($"{name}.notes")));
}
