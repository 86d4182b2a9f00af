using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>Event steps whose files come, change and go while deliveries wait for them.</summary>
public sealed class EventReloadTests : IDisposable
{
    private const string StepFile = "steps/Worker.step.cs";
    private readonly ProjectFolder _project = new ProjectFolder().Api("GET /alive", "return ApiResponse.Empty();");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Edit_WhileDeliveriesWait_TheyRunWithTheNewVersion()
    {
        _project.Close("go");
        Version("old");
        await using var silo = await SiloProcess.StartAsync(_project);
        for (var i = 0; i < 10; i++)
        {
            await silo.Http.EmitAsync("work", i);
            await _project.NotesAsync("Worker", 1);
        }

        Version("new");
        await Eventually.Answers(() => silo.Http.SendAsync("GET /version").TextAsync(), version => version == "new");
        _project.Open("go");
        var notes = await _project.NotesAsync("Worker", 20);
        Assert.Equal(["began old", "ended old", .. Enumerable.Repeat<string[]>(["began new", "ended new"], 9).SelectMany(pair => pair)], notes.Select(note => note.Text));
        await silo.Http.CountsBecomeAsync("Worker", "0 0 0 0 10");

        void Version(string version) => _project.Event("Worker", "work", $$"""
            Notes.Add("Worker", context, "began {{version}}");
            await Gate.Pass("go");
            Notes.Add("Worker", context, "ended {{version}}");
            """, queue: "Concurrency = 1", more: StepText.Api("Version", "GET /version", $"""return ApiResponse.Text(200, "{version}");""").Split("CS1998")[1]);
    }

    [Theory]
    [InlineData("Subscribes = [\"work\"]", "Subscribes = []")]
    [InlineData("Name = \"Worker\"", "Name = \"Worker, renamed\"")]
    public async Task Break_OfAConfigBeforeAStart_DeliveriesWaitAsNotLoadedUntilItIsMended(string found, string broken)
    {
        Worker(delay: 4);
        var good = await File.ReadAllTextAsync(_project.PathOf(StepFile));
        await using (var first = await SiloProcess.StartAsync(_project))
        {
            await first.Http.EmitAsync("work", "before");
            Assert.Equal(0, (await first.StopAsync()).ExitCode);
        }

        _project.Write(StepFile, good.Replace(found, broken, StringComparison.Ordinal));
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.EmitAsync("work", "while broken");
        var waiting = await silo.Http.DeliveriesAsync("Worker", "notLoaded", 2);
        Assert.All(waiting, delivery => Assert.Equal("notLoaded", (string)delivery["status"]!));
        Assert.Equal("false true", await LoadedAndSubscribed(silo));
        Assert.Empty(_project.Notes());

        _project.Write(StepFile, good);
        Assert.Equal(["before", "while broken"], (await _project.NotesAsync("Worker", 2)).Select(note => note.Text).Order());
        await silo.Http.CountsBecomeAsync("Worker", "0 0 0 0 2");
    }

    [Fact]
    public async Task NewFile_OnceItIsLoaded_GetsTheEventsFromThenOn()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.EmitAsync("work", "before");
        Worker();
        await Eventually.Answers(() => silo.Http.SendAsync("GET /__motia/catalog").TextAsync(), catalog => catalog.Contains("\"Worker\"", StringComparison.Ordinal));
        await silo.Http.EmitAsync("work", "after");
        Assert.Equal("after", (await _project.NotesAsync("Worker", 1)).Single().Text);
    }

    [Fact]
    public async Task NewTopic_OnceItIsLoaded_IsHeardAndTheOldOneNoMore()
    {
        Worker();
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.EmitAsync("work", "old topic");
        await _project.NotesAsync("Worker", 1);
        Worker(topic: "other");
        await Eventually.Answers(() => silo.Http.SendAsync("GET /__motia/catalog").TextAsync(), catalog => catalog.Contains("\"other\"", StringComparison.Ordinal));
        await silo.Http.EmitAsync("work", "old topic again");
        await silo.Http.EmitAsync("other", "new topic");
        Assert.Equal(["old topic", "new topic"], (await _project.NotesAsync("Worker", 2)).Select(note => note.Text));
    }

    [Fact]
    public async Task RemovedFile_InDevelopment_LosesItsSubscriptionAndItsDeliveriesCanBeDiscarded()
    {
        Worker(delay: 900);
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.EmitAsync("work", 1);
        await silo.Http.EmitAsync("work", 2);
        _project.Delete(StepFile);
        await Eventually.Answers(() => LoadedAndSubscribed(silo), answer => answer == "false false");
        await silo.Http.EmitAsync("work", 3);
        var waiting = await silo.Http.DeliveriesAsync("Worker", "notLoaded", 2);
        Assert.Equal(2, (await silo.Http.DeliveriesAsync("Worker")).Count);
        foreach (var delivery in waiting)
        {
            await silo.Http.SendAsync($"DELETE /__motia/deliveries/{delivery["id"]}?reason=gone").TextAsync();
        }

        Assert.Empty(await silo.Http.DeliveriesAsync("Worker"));
        await silo.SaysAsync("No step subscribes to the topic work;");
    }

    [Fact]
    public async Task RemovedFile_InProduction_KeepsItsSubscriptionAndItsDeliveriesRunWhenItIsBack()
    {
        Worker();
        await using (var first = await SiloProcess.StartAsync(_project))
        {
            await first.Http.EmitAsync("work", "first");
            await _project.NotesAsync("Worker", 1);
            Assert.Equal(0, (await first.StopAsync()).ExitCode);
        }

        _project.Delete(StepFile);
        await using (var second = await SiloProcess.StartInAsync(
            _project.Root, ["--steps", _project.Steps, "--environment", "Production"], new Dictionary<string, string> { ["Motia__Token"] = "token" }))
        {
            second.Http.DefaultRequestHeaders.Authorization = new("Bearer", "token");
            await second.Http.EmitAsync("work", "second");
            await second.Http.DeliveriesAsync("Worker", "notLoaded", 1);
            Assert.Equal("false true", await LoadedAndSubscribed(second));
            Assert.Equal(0, (await second.StopAsync()).ExitCode);
        }

        Worker();
        await using var third = await SiloProcess.StartAsync(_project);
        Assert.Equal(["first", "second"], (await _project.NotesAsync("Worker", 2)).Select(note => note.Text));
    }

    private void Worker(int delay = 0, string topic = "work") => _project.Event("Worker", topic, """Notes.Add("Worker", context, input);""", queue: $"DelaySeconds = {delay}");

    private static async Task<string> LoadedAndSubscribed(SiloProcess silo)
    {
        var queue = await silo.Http.QueueAsync("Worker");
        return $"{queue["isLoaded"]} {queue["isSubscribed"]}";
    }
}
