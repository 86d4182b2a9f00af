using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Cron steps in runners tick, can be run by hand, and are accounted for, as those in C# are.</summary>
public sealed class RunnerCronTests : IDisposable
{
    private const string EverySecond = "* * * * * *";
    private const string Never = "0 0 29 2 *";
    private readonly ProjectFolder _project = new ProjectFolder().Backoff();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task EverySecond_InBothLanguages_RunsAreLinesOfTheLedgerAndTraces()
    {
        _project.TsCron("TsBeat", EverySecond).PyCron("PyBeat", EverySecond);
        await using var silo = await StartAsync();
        foreach (var name in new[] { "TsBeat", "PyBeat" })
        {
            var notes = await _project.NotesAsync(name, 3);
            Assert.Equal(notes.Count, notes.Select(note => note.Id).Distinct().Count());
            Assert.All(notes, note => Assert.Equal(1, note.Attempt));
            var line = (await silo.Http.LedgerAsync(name, lines => lines.Any(one => (string?)one["deliveryId"] == notes[2].Id))).Single(one => (string?)one["deliveryId"] == notes[2].Id);
            Assert.Equal(("ran", notes[2].TraceId), ((string?)line["outcome"], (string?)line["traceId"]));
            await CompletesAsync(silo, notes[2].TraceId, name);
        }
    }

    [Fact]
    public async Task Run_ByHand_InBothLanguages_RunsOnce_WithTheIdsThatItAnswered()
    {
        _project.TsCron("TsLeap", Never).PyCron("PyLeap", Never);
        await using var silo = await StartAsync();
        foreach (var name in new[] { "TsLeap", "PyLeap" })
        {
            var ran = (await silo.Http.SendAsync($"POST /__motia/cron/run?step={name}").JsonAsync())!;
            await silo.Http.CountsBecomeAsync(name, "0 0 0 0 1");
            var note = Assert.Single(_project.Notes(name));
            Assert.Equal(((string?)ran["deliveryId"], (string?)ran["traceId"], 1), (note.Id, note.TraceId, note.Attempt));
            var line = Assert.Single(await silo.Http.LedgerAsync(name));
            Assert.Equal(("manual", note.Id, note.TraceId), ((string?)line["outcome"], (string?)line["deliveryId"], (string?)line["traceId"]));
            await CompletesAsync(silo, note.TraceId, name);
        }
    }

    [Fact]
    public async Task Run_WhoseHandlerThrows_InBothLanguages_IsTriedAgain_ThenADeadLetter_AndCanBeRedriven()
    {
        _project.TsCron("TsBroken", Never, "if (!existsSync('mended')) throw new TypeError('broken in TypeScript')")
            .PyCron("PyBroken", Never, "if not os.path.exists('mended'): raise ValueError('broken in Python')");
        Prepend("steps/TsBroken.step.ts", "import { existsSync } from 'node:fs'\n");
        Prepend("steps/PyBroken_step.py", "import os\n\n");
        await using var silo = await StartAsync();
        foreach (var (name, message) in new[] { ("TsBroken", "TypeError: broken in TypeScript"), ("PyBroken", "ValueError: broken in Python") })
        {
            var ran = (await silo.Http.SendAsync($"POST /__motia/cron/run?step={name}").JsonAsync())!;
            var letter = Assert.Single(await silo.Http.DeadLettersAsync(name, 1));
            Assert.Equal((string?)ran["deliveryId"], (string?)letter["id"]);
            Assert.Equal([1, 2, 3, 4], _project.Notes(name).Select(note => note.Attempt));
            Assert.All(letter["attempts"]!.AsArray(), attempt => Assert.Contains(message, attempt.Compact(), StringComparison.Ordinal));
            _project.Write("mended", "");
            await silo.Http.SendAsync($"POST /__motia/dead-letters/{letter["id"]}/redrive").TextAsync();
            await silo.Http.CountsBecomeAsync(name, "0 0 0 0 1");
            Assert.Equal((string?)letter["id"], _project.Notes(name)[^1].Id);
            _project.Delete("mended");
        }
    }

    [Fact]
    public async Task Config_OfBothLanguages_IsToldByTheControlSurface()
    {
        _project.TsCron("TsYearly", "30 4 1 1 *", config: "timeZone: 'Asia/Kathmandu', catchUp: 'all', overlap: 'queue'")
            .PyCron("PyYearly", "30 4 1 1 *", config: """ "timeZone": "Asia/Kathmandu", "catchUp": "all", "overlap": "queue" """);
        await using var silo = await StartAsync();
        var steps = (await silo.Http.SendAsync("GET /__motia/cron").JsonAsync())!["steps"]!.AsArray();
        Assert.Equal(["PyYearly", "TsYearly"], steps.Select(step => (string?)step!["step"]));
        Assert.All(steps, step => Assert.Equal(
            ("30 4 1 1 *", "Asia/Kathmandu", "all", "queue", 22, 45),
            ((string?)step!["cron"], (string?)step["timeZone"], (string?)step["catchUp"], (string?)step["overlap"], ((DateTime)step["next"]!).Hour, ((DateTime)step["next"]!).Minute)));
    }

    private static Task<JsonNode> CompletesAsync(SiloProcess silo, string traceId, string step) => silo.Http.TraceAsync(
        traceId,
        run => (string?)run["status"] == "completed" && (string?)run["name"] == step && (string?)Assert.Single(run["steps"]!.AsArray())!["step"] == step);

    private void Prepend(string file, string text) => _project.Write(file, text + File.ReadAllText(_project.PathOf(file)));

    private Task<SiloProcess> StartAsync() => SiloProcess.StartAsync(_project, "--data", ":memory:");
}
