using System.IO.Pipelines;
using System.Text;
using Motia.Silo.Json;
using Motia.Silo.Runners;
using Motia.Silo.Steps;

namespace Motia.Silo.Tests.Runners;

/// <summary>The small parts of the runners' side, one rule each.</summary>
public sealed class RunnerPartsTests
{
    [Fact]
    public async Task Places_AsManyWaitAsRun_OneMoreIsTurnedAway_AndACancelledOneGivesItsTurnUp()
    {
        var places = new RunnerPlaces(2);
        await places.EnterAsync(CancellationToken.None);
        await places.EnterAsync(CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var (third, fourth) = (places.EnterAsync(cancel.Token), places.EnterAsync(CancellationToken.None));
        await Assert.ThrowsAsync<StepUnavailableException>(() => places.EnterAsync(CancellationToken.None));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(fourth.IsCompleted);

        // Who has given up waits no more.
        var fifth = places.EnterAsync(CancellationToken.None);
        places.Leave();
        await fourth;
        Assert.False(fifth.IsCompleted);
        places.Leave();
        await fifth;
    }

    [Fact]
    public async Task Order_RequestsAboutOneThing_RunOneAfterTheOther_OthersBeside()
    {
        var order = new RequestOrder();
        var first = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new List<string>();
        var running = order.RunAsync(("", "g"), "a", () => Begin("a1", first.Task));
        var behind = order.RunAsync(("", "g"), "a", () => Begin("a2", Task.FromResult(2)));
        Assert.Equal(3, await order.RunAsync(("", "g"), "b", () => Begin("b1", Task.FromResult(3))));
        Assert.Equal(["a1", "b1"], begun);
        first.SetException(new InvalidOperationException("It failed."));
        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
        Assert.Equal(2, await behind);

        Task<int> Begin(string name, Task<int> end)
        {
            begun.Add(name);
            return end;
        }
    }

    [Fact]
    public async Task Order_RequestAboutAGroup_RunsAfterThoseAboutItsItems_AndBeforeTheNext()
    {
        var order = new RequestOrder();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new List<string>();
        var all = new[]
        {
            order.RunAsync(("", "g"), "a", () => BeginAsync("set a")),
            order.RunAsync(("", "g"), "b", () => BeginAsync("set b")),
            order.RunAsync(("", "g"), null, () => BeginAsync("clear")),
            order.RunAsync(("", "g"), "a", () => BeginAsync("set a again")),
            order.RunAsync(("", "g"), null, () => BeginAsync("list")),
            order.RunAsync(("", "other"), "a", () => BeginAsync("set other")),
        };
        Assert.Equal(["set a", "set b", "set other"], begun);
        first.SetResult();
        await Task.WhenAll(all);
        Assert.Equal(["set a", "set b", "set other", "clear", "set a again", "list"], begun);

        async Task<int> BeginAsync(string name)
        {
            begun.Add(name);
            await first.Task;
            return 0;
        }
    }

    [Fact]
    public void Budget_WaitsForAnswers_OnlyWhileThereAreSome()
    {
        var budget = new RequestBudget();
        budget.Take(64 * 1024 * 1024);
        Assert.True(budget.IsWaitingForAnswers);
        budget.Answered(1);
        Assert.False(budget.IsWaitingForAnswers);
        Assert.False(budget.RoomAsync().IsCompleted);
    }

    [Fact]
    public async Task Budget_WhenItIsUsedUp_WaitsUntilSomethingIsGivenBack()
    {
        var budget = new RequestBudget();
        budget.Take(64 * 1024 * 1024);
        var room = budget.RoomAsync();
        Assert.False(room.IsCompleted);
        budget.Release(64 * 1024 * 1024);
        await room;
        Assert.True(budget.RoomAsync().IsCompleted);
    }

    [Fact]
    public void Emitted_KeepTheirDataAsTheBytesThatCame()
    {
        var events = EmittedEvents.Parse("""[ {"topic":"a","data": {"n": 1.00, "t":"\u00fc"} ,"messageGroupId":"g"}, {"data":[1],"topic":"b","other":{"x":1}}, {"topic":"c"} ]"""u8.ToArray());
        Assert.Equal(
            ["a g {\"n\": 1.00, \"t\":\"\\u00fc\"}", "b  [1]", "c  null"],
            events.Select(one => $"{one.Topic} {one.MessageGroupId} {Encoding.UTF8.GetString(((RawJson)one.Data!).Utf8.Span)}"));
    }

    [Theory]
    [InlineData("{}", "is no array")]
    [InlineData("[1]", "no object")]
    [InlineData("""[{"data":1}]""", "without \"topic\"")]
    [InlineData("""[{"topic":1}]""", "whose \"topic\" is no text")]
    [InlineData("""[{"topic":"a","messageGroupId":7}]""", "whose \"messageGroupId\" is no text")]
    [InlineData("""[{"topic":"a""", "is no JSON")]
    public void Emitted_ThatAreNone_AreInvalid(string json, string why)
    {
        var refused = Assert.Throws<EmitException>(() => EmittedEvents.Parse(Encoding.UTF8.GetBytes(json)));
        Assert.Equal(EmitError.Invalid, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_IsCutIntoLines_AndALongLineToItsBeginning()
    {
        var pipe = new Pipe();
        var lines = new List<string>();
        var reading = OutputLines.ReadAsync(pipe.Reader, lines.Add);
        foreach (var piece in new[] { "one\r\ntw", "o\n\n", new string('x', 10_000), new string('y', 10_000), "z\nthree\nrest" })
        {
            await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(piece));
        }

        await pipe.Writer.CompleteAsync();
        await reading;
        Assert.Equal(["one", "two", "three", "rest"], lines.Where(line => line.Length < 100));
        var cut = Assert.Single(lines, line => line.Length >= 100);
        Assert.InRange(cut.Length, 10_000, (16 * 1024) + 1);
        Assert.StartsWith("xxx", cut, StringComparison.Ordinal);
    }
}
