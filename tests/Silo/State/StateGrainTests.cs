using System.Text;
using Motia.Grains;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.State;

public sealed class StateGrainTests : IAsyncLifetime
{
    private readonly MemoryRecords _records = new();
    private RecordSilo _silo = null!;

    public async Task InitializeAsync() => _silo = await RecordSilo.StartAsync(_records);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Theory]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData(" { \"a\" : 1 } ")]
    public async Task Set_OfAnyJson_IsAValueKeptAsGiven(string json)
    {
        var grain = _silo.State("falsy");

        var set = await grain.Set("falsy", "key", Bytes(json));
        await RestartAsync();

        Assert.Equal((StateOutcome.Found, json), Parts(set));
        Assert.Equal((StateOutcome.Found, json), Parts(await _silo.State("falsy").Get("key")));
        Assert.Equal((StateOutcome.Found, json), Parts(await _silo.State("falsy").Delete("key")));
        Assert.Equal(StateOutcome.Missing, (await _silo.State("falsy").Get("key")).Outcome);
        Assert.Equal(StateOutcome.Missing, (await _silo.State("falsy").Delete("key")).Outcome);
    }

    [Fact]
    public async Task Groups_ThatShareAPrefix_DoNotSeeEachOther()
    {
        string[] groups = ["a", "ab", "a:b", "a/b", "a%2Fb", "A", "a ", "ä", "~a", new('a', 300), new('a', 301)];
        foreach (var group in groups)
        {
            await _silo.State(group).Set(group, "key", Bytes($"\"{group}\""));
        }

        await RestartAsync();
        foreach (var group in groups)
        {
            var page = await _silo.State(group).List(0, 10);
            Assert.Equal($"\"{group}\"", Text(Assert.Single(page.Items).Value));
        }

        Assert.Equal(groups.Order(StringComparer.Ordinal), await _silo.GroupsAsync());
    }

    [Fact]
    public async Task Set_UnderAnotherGroupsName_IsInvalid()
    {
        var answer = await _silo.State("a").Set("b", "key", Bytes("1"));

        Assert.Equal(StateOutcome.Invalid, answer.Outcome);
        Assert.Contains("The group is \"b\", but the grain was called by the key g:a", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfALargeGroup_PagesThroughAllInOrder()
    {
        for (var start = 0; start < 1_000; start += 100)
        {
            await Task.WhenAll(Enumerable.Range(start, 100).Select(number => _silo.State("large").Set("large", $"key-{number}", Bytes($"{number}"))));
        }

        await RestartAsync();
        var (values, pages) = (new List<int>(), 0);
        for (long after = 0; after != 0 || pages == 0; pages++)
        {
            var page = await _silo.State("large").List(after, 150);
            Assert.Equal(StateOutcome.Found, page.Outcome);
            values.AddRange(page.Items.Select(item => int.Parse(Text(item.Value), null)));
            after = page.Next;
        }

        Assert.Equal(7, pages);
        Assert.Equal(1_000, values.Distinct().Count());
        Assert.Equal(1_000, await _silo.State("large").Count());

        // Those of one hundred were set at the same time; the hundreds came one after the other.
        Assert.Equal(values.Select(value => value / 100).Order(), values.Select(value => value / 100));
    }

    [Fact]
    public async Task List_OfNothing_IsEmpty()
    {
        var page = await _silo.State("nothing").List(0, 10);

        Assert.Equal((StateOutcome.Found, 0, 0L), (page.Outcome, page.Items.Length, page.Next));
        Assert.Equal(0, await _silo.State("nothing").Count());
    }

    [Fact]
    public async Task Update_ByManyCallers_LosesNone()
    {
        var operations = Bytes("""[{"type":"increment","path":"count","by":1}]""");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(async _ =>
        {
            for (var time = 0; time < 10; time++)
            {
                Assert.Equal(StateOutcome.Found, (await _silo.State("counts").Update("counts", "key", operations)).Outcome);
            }
        }));
        await RestartAsync();

        Assert.Equal("""{"count":640}""", Text((await _silo.State("counts").Get("key")).Value));
    }

    [Fact]
    public async Task Update_ThatFails_KeepsTheValueAndListsNoGroup()
    {
        var answer = await _silo.State("fresh").Update("fresh", "key", Bytes("""[{"type":"set","path":"a","value":1},{"type":"increment","path":"","by":1}]"""));

        Assert.Equal(StateOutcome.Invalid, answer.Outcome);
        Assert.StartsWith("operations[1]: there is an object at the path", answer.Message, StringComparison.Ordinal);
        Assert.Equal(StateOutcome.Missing, (await _silo.State("fresh").Get("key")).Outcome);
        Assert.Empty(_records.Names);
    }

    [Fact]
    public async Task Update_ThatFindsNothingToDo_AnswersWhatIsThereAndWritesNothing()
    {
        var remove = Bytes("""[{"type":"remove","path":"a"}]""");

        Assert.Equal(StateOutcome.Missing, (await _silo.State("fresh").Update("fresh", "key", remove)).Outcome);
        Assert.Empty(_records.Names);
        await _silo.State("fresh").Set("fresh", "key", Bytes("1"));
        Assert.Equal((StateOutcome.Found, "1"), Parts(await _silo.State("fresh").Update("fresh", "key", Bytes("[]"))));
    }

    [Theory]
    [InlineData("", "key", "1", "The group is empty")]
    [InlineData("g", "", "1", "The key is empty")]
    [InlineData("g", "key", "", "The value must be one JSON value")]
    [InlineData("g", "key", "1 2", "The value must be one JSON value")]
    [InlineData("g", "key", "{'a':1}", "The value must be one JSON value")]
    [InlineData("g", "key", "undefined", "The value must be one JSON value")]
    public async Task Set_OutOfTheRules_IsInvalidAndSaysWhy(string group, string key, string json, string problem)
    {
        var answer = await _silo.State(group).Set(group, key, Bytes(json));

        Assert.Equal(StateOutcome.Invalid, answer.Outcome);
        Assert.StartsWith(problem, answer.Message, StringComparison.Ordinal);
        Assert.Empty(_records.Names);
    }

    [Fact]
    public async Task Bounds_AtTheLimitAreTaken_OverItAreNot()
    {
        var longest = new string('k', StateRules.LongestName);
        var largest = Bytes($"\"{new string('v', StateRules.LargestValue - 2)}\"");
        var deepest = new string('[', StateRules.DeepestValue) + new string(']', StateRules.DeepestValue);

        Assert.Equal(StateOutcome.Found, (await _silo.State(longest).Set(longest, longest, largest)).Outcome);
        Assert.Equal(StateOutcome.Found, (await _silo.State("g").Set("g", "deep", Bytes(deepest))).Outcome);
        await RestartAsync();
        Assert.Equal(largest.Length, (await _silo.State(longest).Get(longest)).Value.Length);

        foreach (var (group, key, value, problem) in new[]
        {
            (longest + "g", "key", Bytes("1"), "has 513 bytes; it must have 1 to 512."),
            ("g", longest + "k", Bytes("1"), "has 513 bytes; it must have 1 to 512."),
            ("g", string.Concat(Enumerable.Repeat("ä", 257)), Bytes("1"), "has 514 bytes"),
            ("g", "half \ud83c", Bytes("1"), "half a surrogate pair at 5"),
            ("g", "key", Bytes($"\"{new string('v', StateRules.LargestValue - 1)}\""), "has 1048577 bytes; it may have 1048576."),
            ("g", "key", Bytes($"[{deepest}]"), "at most 64 levels deep"),
            ("g", "key", new byte[] { 34, 0xff, 34 }, "not valid UTF-8"),
        })
        {
            var answer = await _silo.State(group).Set(group, key, value);
            Assert.Equal(StateOutcome.Invalid, answer.Outcome);
            Assert.Contains(problem, answer.Message, StringComparison.Ordinal);
        }

        Assert.Equal(StateOutcome.Invalid, (await _silo.State("g").Get("")).Outcome);
        Assert.Equal(StateOutcome.Invalid, (await _silo.State("g").Delete("")).Outcome);
    }

    [Fact]
    public async Task Save_ThatFails_IsUnavailableAndTheStoreDecides()
    {
        await _silo.State("g").Set("g", "key", Bytes("1"));
        _records.Fails = name => name.StartsWith("state/", StringComparison.Ordinal);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => _silo.State("g").Set("g", $"key-{number}", Bytes("2"))));
        _records.Fails = _ => false;

        Assert.All(answers, answer => Assert.Equal(StateOutcome.Unavailable, answer.Outcome));
        Assert.Contains(answers, answer => answer.Message!.Contains("state/g:g could not be saved: The disk is full.", StringComparison.Ordinal));
        Assert.Equal("1", Text((await AnsweredAsync(() => _silo.State("g").Get("key"))).Value));
        Assert.Equal(1, await _silo.State("g").Count());
        Assert.Equal(StateOutcome.Found, (await _silo.State("g").Set("g", "key", Bytes("3"))).Outcome);
    }

    [Fact]
    public async Task Killed_DuringSets_KeepsEveryAnsweredOne()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        var answered = new int[16];
        for (var round = 0; round < 3; round++)
        {
            var (enough, limit) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), random.Next(50, 400));
            var count = 0;
            var callers = Enumerable.Range(0, answered.Length).Select(async caller =>
            {
                for (var version = answered[caller] + 1; !enough.Task.IsCompleted; version++)
                {
                    var answer = await _silo.State($"group-{caller}").Set($"group-{caller}", "key", Bytes($"{version}"));
                    answered[caller] = answer.Outcome == StateOutcome.Found ? version : answered[caller];
                    if (Interlocked.Increment(ref count) == limit)
                    {
                        enough.SetResult();
                    }
                }
            }).ToArray();
            await enough.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await _silo.KillAsync();

            // A killed silo answers some of the calls that are under way with an exception.
            await Task.WhenAll(callers).ContinueWith(_ => { }, TaskScheduler.Default);
            _silo = await RecordSilo.StartAsync(_records);
            for (var caller = 0; caller < answered.Length; caller++)
            {
                var found = answered[caller] == 0 ? 0 : int.Parse(Text((await _silo.State($"group-{caller}").Get("key")).Value), null);
                Assert.True(found >= answered[caller], $"group-{caller} has {found}, answered was {answered[caller]} (seed {Seed}).");
                answered[caller] = found;
            }
        }
    }

    private static ReadOnlyMemory<byte> Bytes(string json) => Encoding.UTF8.GetBytes(json);

    private static string Text(ReadOnlyMemory<byte> value) => Encoding.UTF8.GetString(value.Span);

    private static (StateOutcome Outcome, string Value) Parts(StateAnswer answer) => (answer.Outcome, Text(answer.Value));

    // The activation whose save failed may still be ending.
    private static async Task<StateAnswer> AnsweredAsync(Func<Task<StateAnswer>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await call();
            if (answer.Outcome != StateOutcome.Unavailable || attempt == 100)
            {
                return answer;
            }
        }
    }

    private async Task RestartAsync()
    {
        await _silo.DisposeAsync();
        _silo = await RecordSilo.StartAsync(_records);
    }
}
