using Motia.Silo.Runners;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Runners;

public sealed class RunnerBlameTests
{
    private readonly ManualTime _time = new();
    private readonly RunnerBlame _blame;

    public RunnerBlameTests() => _blame = new RunnerBlame(_time);

    [Fact]
    public void File_ThatRanInTwoDeathsWithinTenMinutes_IsAlone_TheOthersAreNot()
    {
        _blame.Note(["a", "b"]);
        _time.Advance(TimeSpan.FromMinutes(10));
        _blame.Note(["a", "c"]);
        Assert.Equal(["a"], _blame.Alone);
    }

    [Fact]
    public void File_ThatRanInTwoDeathsFurtherApart_IsNotAlone_ButTheSecondCounts()
    {
        _blame.Note(["a"]);
        _time.Advance(TimeSpan.FromMinutes(11));
        _blame.Note(["a"]);
        Assert.Empty(_blame.Alone);
        _time.Advance(TimeSpan.FromMinutes(9));
        _blame.Note(["a"]);
        Assert.Equal(["a"], _blame.Alone);
    }

    [Fact]
    public void Fifth_HasTheOldestGoBack()
    {
        foreach (var file in new[] { "a", "b", "c", "d", "e" })
        {
            _blame.Note([file]);
            _blame.Note([file]);
        }

        Assert.Equal(["b", "c", "d", "e"], _blame.Alone);
    }

    [Fact]
    public void Clear_ForgetsWhoIsAlone_AndWhoRanInADeath()
    {
        _blame.Note(["a", "b"]);
        _blame.Note(["a"]);
        _blame.Clear();
        _blame.Note(["b"]);
        Assert.Empty(_blame.Alone);
    }

    [Fact]
    public void File_ThatIsGone_IsForgotten()
    {
        _blame.Note(["a", "b"]);
        _blame.Note(["a"]);
        _blame.Keep(["b"]);
        Assert.Empty(_blame.Alone);
        _blame.Note(["a"]);
        Assert.Empty(_blame.Alone);
    }
}
