using Motia.Silo.Queues;

namespace Motia.Silo.Tests.Queues;

public sealed class LiveRangesTests
{
    [Fact]
    public void Of_NoSegments_IsWhatMayBeMade() => Assert.Equal([(7L, 64L)], LiveRanges.Of([], 7, 64));

    [Fact]
    public void Of_OneOldSegment_DoesNotHoldWhatLiesBetween() =>
        Assert.Equal([(3L, 4L), (1_000_000L, 1_000_064L)], LiveRanges.Of([3], 1_000_000, 1_000_064));

    [Fact]
    public void Of_SmallGaps_AreOneRange() => Assert.Equal([(1L, 30L)], LiveRanges.Of([1, 3, 9], 12, 30));

    [Fact]
    public void Of_ManyFarApart_AreAtMostTheMostAndHoldAll()
    {
        var random = new Random(5);
        var numbers = Enumerable.Range(0, 20_000).Select(_ => random.NextInt64(1, 10_000_000)).Distinct().Order().ToArray();

        var ranges = LiveRanges.Of(numbers, 10_000_000, 10_000_064);

        Assert.Equal(LiveRanges.Most, ranges.Count);
        Assert.All(numbers, number => Assert.Single(ranges, range => range.First <= number && number < range.End));
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.First));
        Assert.Equal(10_000_064, ranges[^1].End);
    }
}
