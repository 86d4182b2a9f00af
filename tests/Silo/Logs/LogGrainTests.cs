using Motia.Grains;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Logs;

public sealed class LogGrainTests : IAsyncLifetime
{
    private static readonly LogQuery All = new(null, null, null, 0, 10_000);

    private readonly MemoryRecords _records = new();
    private RecordSilo _silo = null!;

    private ILogGrain Log => _silo.Grains.GetGrain<ILogGrain>(GrainKeys.Shard("logs", 0));

    public async Task InitializeAsync() => _silo = await RecordSilo.StartAsync(_records);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Lines_Appended_AreReadAtOnceNewestFirst()
    {
        await Log.Append([Line("1"), Line("2")]);
        await Log.Append([Line("3")]);

        Assert.Equal(["3", "2", "1"], (await Log.Read(All)).Lines.Select(line => line.Message));
    }

    [Fact]
    public async Task Lines_AMomentLater_SurviveAKill()
    {
        var lines = new[] { Line("1", arguments: "{\"a\":1}"), Line("2") };
        await Log.Append([.. lines]);
        await _records.When(names => names.Count > 0);
        await _silo.DisposeAsync();
        _silo = await RecordSilo.StartAsync(_records);

        Assert.Equal(lines.Reverse(), (await Log.Read(All)).Lines);
        await Log.Append([Line("3")]);
        Assert.Equal(["3", "2", "1"], (await Log.Read(All)).Lines.Select(line => line.Message));
    }

    [Fact]
    public async Task Lines_OfTheLastSecond_SurviveAStop()
    {
        await Log.Append([.. Enumerable.Range(0, 5_000).Select(number => Line($"{number}"))]);
        await _silo.StopAsync();
        await _silo.DisposeAsync();
        _silo = await RecordSilo.StartAsync(_records);

        var found = (await Log.Read(All)).Lines;
        Assert.InRange(found.Length, 4_000, 4_300);
        Assert.Equal(Enumerable.Range(5_000 - found.Length, found.Length).Reverse().Select(number => $"{number}"), found.Select(line => line.Message));
    }

    [Fact]
    public async Task Lines_ThatCouldNotBeSaved_AreSavedWhenTheStoreIsBack()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _records.Fails = _ =>
        {
            failed.TrySetResult();
            return true;
        };
        await Log.Append([Line("1")]);
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _records.Fails = _ => false;

        await _records.When(names => names.Count == 1);
        Assert.Equal("1", Assert.Single((await Log.Read(All)).Lines).Message);
    }

    private static LogLine Line(string message, string arguments = "") =>
        new(new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "info", "trace", "step", message, arguments);
}
