using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Tests.Steps;

public sealed class StepRulesTests
{
    private static readonly StepDescription Api =
        new() { Name = "A", Type = StepKind.Api, Language = "csharp", File = "a.step.cs", Method = "GET", Path = "/a" };

    private static readonly StepDescription Event =
        new() { Name = "E", Type = StepKind.Event, Language = "csharp", File = "e.step.cs", Subscribes = ["a.b"] };

    private static readonly StepDescription Cron =
        new() { Name = "C", Type = StepKind.Cron, Language = "csharp", File = "c.step.cs", Cron = "* * * * *", TimeZone = "Europe/Vienna" };

    public static TheoryData<StepDescription, string, string> Mistakes { get; } = new()
    {
        { Api with { Name = "" }, "\"name\"", "1–128" },
        { Api with { Name = new string('x', 129) }, "\"name\"", "1–128" },
        { Api with { Name = "a*b" }, "\"a*b\"", "letters" },
        { Api with { Flows = ["ok", "no\n"] }, "\"flows\"", "letters" },
        { Api with { Emits = ["t?"] }, "\"emits\"", "letters" },
        { Api with { Method = "FETCH" }, "\"FETCH\"", "GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD" },
        { Api with { Method = "get" }, "\"get\"", "GET" },
        { Api with { Path = "a" }, "\"a\"", "must start with" },
        { Api with { Infrastructure = new() { Queue = new() } }, "\"queue\"", "only event steps" },
        { Api with { Infrastructure = new() { Handler = new() { Ram = 64 } } }, "64", "128 to 10240" },
        { Api with { Infrastructure = new() { Handler = new() { Cpu = 0 } } }, "cpu", "above 0" },
        { Api with { Infrastructure = new() { Handler = new() { Timeout = 901 } } }, "901", "1 to 900" },
        { Event with { Subscribes = [] }, "\"subscribes\"", "at least one" },
        { Event with { Subscribes = ["bad\ttopic"] }, "\"subscribes\"", "letters" },
        { Event with { Infrastructure = new() { Queue = new() { MaxRetries = -1 } } }, "-1", "0 or more" },
        { Event with { Infrastructure = new() { Queue = new() { DelaySeconds = 901 } } }, "901", "0 to 900" },
        { Event with { Infrastructure = new() { Queue = new() { Concurrency = 0 } } }, "concurrency", "1 or more" },
        { Event with { Infrastructure = new() { Queue = new() { VisibilityTimeout = 300 } } }, "300", "greater than the handler's timeout" },
        { Cron with { Cron = "* * *" }, "\"* * *\"", "5 (minute" },
        { Cron with { TimeZone = "Mars/Olympus" }, "\"Mars/Olympus\"", "IANA" },
        { Cron with { Infrastructure = new() { Queue = new() } }, "\"queue\"", "only event steps" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Check_Mistake_NamesWhatWasFoundAndWhatIsAllowed(StepDescription step, string found, string allowed)
    {
        var mistake = Assert.Single(StepRules.Check(step));
        Assert.Contains(found, mistake, StringComparison.Ordinal);
        Assert.Contains(allowed, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Valid_FindsNothing()
    {
        Assert.Empty(StepRules.Check(Api));
        Assert.Empty(StepRules.Check(Event with { Infrastructure = new() { Queue = new() { Type = QueueType.Fifo }, Handler = new() { Timeout = 899, Ram = 128 } } }));
        Assert.Empty(StepRules.Check(Cron));
        Assert.Empty(StepRules.Check(new StepDescription { Name = "n o-o/p:1", Type = StepKind.Noop, Language = "csharp", File = "n.step.cs" }));
    }

    [Fact]
    public void Timeout_NotGiven_IsTheKindsOwn()
    {
        Assert.Equal(60, StepRules.Timeout(Api).TotalSeconds);
        Assert.Equal(300, StepRules.Timeout(Event).TotalSeconds);
        Assert.Equal(5, StepRules.Timeout(Cron with { Infrastructure = new() { Handler = new() { Timeout = 5 } } }).TotalSeconds);
    }
}
