using System.Globalization;
using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Cron;

/// <summary>Cron steps as a person sees them: they tick, their ledgers account for every tick, and they can be run by hand.</summary>
public sealed class CronTests(ITestOutputHelper output) : IDisposable
{
    private const string EverySecond = "* * * * * *";
    private const string Never = "0 0 29 2 *";
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task EverySecond_Ticks_AreRunsAndLinesOfTheLedger()
    {
        _project.Cron("Beat", EverySecond);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var notes = await _project.NotesAsync("Beat", 3);
        var ledger = await silo.Http.LedgerAsync("Beat", lines => lines.Count > 3);

        Assert.Equal(notes.Count, notes.Select(note => note.Id).Distinct().Count());
        var line = ledger.Single(one => (string?)one["deliveryId"] == notes[1].Id);
        Assert.Equal("ran", (string?)line["outcome"]);
        Assert.Equal(notes[1].TraceId, (string?)line["traceId"]);
        Assert.Equal($"Beat@{(DateTime)line["occurrence"]!:yyyy-MM-ddTHH:mm:ss}Z", notes[1].Id[..notes[1].Id.LastIndexOf('.')]);
        Assert.InRange((double)line["lateMs"]!, 0, 5_000);
        Assert.All(ledger.Zip(ledger.Skip(1)), pair => Assert.Equal((long)pair.First["number"]! - 1, (long)pair.Second["number"]!));
        var run = await Eventually.Answers(() => silo.Http.SendAsync($"GET /__motia/traces?step=Beat&status=completed").JsonAsync(), traces => traces!["traces"]!.AsArray().Count > 0);
        Assert.Equal("Beat", (string?)run!["traces"]![0]!["name"]);
    }

    [Fact]
    public async Task Cron_OfTheControlSurface_TellsNextAndLast()
    {
        _project.Cron("Yearly", "30 4 1 1 *", config: "TimeZone = \"Asia/Kathmandu\", CatchUp = CatchUp.All, Overlap = Overlap.Queue,").Cron("Beat", EverySecond);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        await _project.NotesAsync("Beat", 1);
        var answer = (await silo.Http.SendAsync("GET /__motia/cron").JsonAsync())!;
        var (beat, yearly) = (answer["steps"]![0]!, answer["steps"]![1]!);

        Assert.Equal("Beat", (string?)beat["step"]);
        Assert.InRange((DateTime)beat["next"]!, DateTime.UtcNow.AddSeconds(-30), DateTime.UtcNow.AddSeconds(2));
        Assert.Equal("ran", (string?)beat["last"]!["outcome"]);
        Assert.Equal("""{"step":"Yearly","cron":"30 4 1 1 *","timeZone":"Asia/Kathmandu","catchUp":"all","overlap":"queue"}""", Only(yearly, "step", "cron", "timeZone", "catchUp", "overlap"));
        Assert.Equal("12-31 22:45", ((DateTime)yearly["next"]!).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture));
        Assert.Null(yearly["last"]);
        var page = (await silo.Http.SendAsync("GET /__motia/cron?limit=1").JsonAsync())!;
        Assert.Equal("Beat", (string?)page["next"]);
        Assert.Equal("Yearly", (string?)(await silo.Http.SendAsync("GET /__motia/cron?limit=1&after=Beat").JsonAsync())!["steps"]![0]!["step"]);
        Assert.Contains("12-31 22:45:00", await silo.Http.SendAsync("GET /__motia/").TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ByHand_RunsAtOnceAndCanBeRedrivenAndDiscarded()
    {
        _project.Backoff().Cron("Leap", Never, """if (!File.Exists("mended")) { throw new InvalidOperationException("broken"); }""");
        await using var silo = await SiloProcess.StartAsync(_project);
        var first = (await silo.Http.SendAsync("POST /__motia/cron/run?step=Leap").JsonAsync())!;
        var second = (await silo.Http.SendAsync("POST /__motia/cron/run?step=Leap").JsonAsync())!;
        var letters = await silo.Http.DeadLettersAsync("Leap", 2);

        Assert.Equal(new[] { (string?)first["deliveryId"], (string?)second["deliveryId"] }.Order(), letters.Select(letter => (string?)letter["id"]).Order());
        Assert.All(letters, letter => Assert.Equal(4, letter["attempts"]!.AsArray().Count));
        Assert.Equal("dead", (string?)(await silo.Http.SendAsync($"GET /__motia/deliveries/{first["deliveryId"]}").JsonAsync())!["status"]);
        _project.Write("mended", "");
        await silo.Http.SendAsync($"POST /__motia/dead-letters/{first["deliveryId"]}/redrive").TextAsync();
        await silo.Http.SendAsync($"DELETE /__motia/dead-letters/{second["deliveryId"]}?reason=test").TextAsync();
        await silo.Http.CountsBecomeAsync("Leap", "0 0 0 0 1");
        Assert.Equal(["manual", "manual"], (await silo.Http.LedgerAsync("Leap")).Select(line => (string?)line["outcome"]));
        Assert.Equal((string?)first["traceId"], _project.Notes("Leap")[^1].TraceId);
    }

    [Theory]
    [InlineData("POST /__motia/cron/run", 400, "step")]
    [InlineData("POST /__motia/cron/run?step=None", 404, "None")]
    [InlineData("GET /__motia/cron/ledger", 400, "step")]
    [InlineData("GET /__motia/cron/ledger?step=Leap&step=None", 400, "2 times")]
    [InlineData("GET /__motia/cron/ledger?step=Leap&limit=1001", 400, "1001")]
    [InlineData("GET /__motia/cron/ledger?step=None", 404, "None")]
    [InlineData("GET /__motia/cron/ledger?step=Leap&after=x", 400, "after")]
    [InlineData("GET /__motia/cron?limit=0", 400, "limit")]
    public async Task Request_ThatIsWrong_SaysWhatIs(string route, int status, string says)
    {
        _project.Cron("Leap", Never);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");

        Assert.Contains(says, (string)(await silo.Http.SendAsync(route).JsonAsync(status))!["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_OfTheExpression_TakesEffectAtOnceAndRemovalEndsTheTicks()
    {
        _project.Cron("Beat", Never).Cron("Other", EverySecond);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        await _project.NotesAsync("Other", 1);
        Assert.Empty(_project.Notes("Beat"));
        _project.Cron("Beat", EverySecond);
        await _project.NotesAsync("Beat", 2);
        _project.Delete("steps/Beat.step.cs");
        await Eventually.Answers(() => silo.Http.SendAsync("GET /__motia/cron").TextAsync(), text => !text.Contains("Beat", StringComparison.Ordinal));
        var last = (await silo.Http.LedgerAsync("Beat"))[0].Compact();
        await _project.NotesAsync("Other", _project.Notes("Other").Count + 3);

        Assert.Equal(last, (await silo.Http.LedgerAsync("Beat"))[0].Compact());
    }

    [Fact]
    public async Task Killed_AtTicks_EveryTickIsOneDeliveryAndAccountedFor()
    {
        const int Kills = 6;
        _project.Cron("Beat", EverySecond, config: "CatchUp = CatchUp.All, Overlap = Overlap.Queue,");
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var silo = await SiloProcess.StartAsync(_project);
            await _project.NotesAsync("Beat", _project.Notes("Beat").Count + 3);
            await silo.KillAsync();
        }

        await using var last = await SiloProcess.StartAsync(_project);
        var ledger = await last.Http.LedgerAsync("Beat", lines => (string?)lines[0]["outcome"] == "ran");
        var times = ledger.Reverse().Select(line => (DateTime)line["occurrence"]!).ToArray();
        await _project.NotesAsync("Beat", ledger.Count);
        await Eventually.Answers(() => Task.FromResult(_project.Notes("Beat").Select(note => note.Id).ToHashSet()), ids => ledger.All(line => ids.Contains((string)line["deliveryId"]!)));
        var notes = _project.Notes("Beat").GroupBy(note => note.Id).ToArray();
        output.WriteLine($"{ledger.Count} ticks, {Kills} kills: {ledger.Count(line => (string?)line["outcome"] == "caughtUp")} caught up, {notes.Count(note => note.Count() > 1)} handled again after a kill.");

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second - pair.First));
        Assert.Equal(ledger.Count, ledger.Select(line => (string)line["deliveryId"]!).Distinct().Count());
    }

    private static string Only(JsonNode node, params string[] names) => new JsonObject(names.Select(name => KeyValuePair.Create(name, node[name]?.DeepClone()))).Compact();
}
