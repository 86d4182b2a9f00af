namespace Motia.Silo.Queues;

/// <summary>Where a lane's segments may be, told in few ranges of numbers: whoever reads every number in them finds all segments, and little else.</summary>
internal static class LiveRanges
{
    /// <summary>The most ranges.</summary>
    public const int Most = 1_024;

    private const int SmallGap = 16;

    /// <summary>The ranges that hold the segments there are and those that may yet be made.</summary>
    /// <param name="numbers">The segments' numbers, ascending, all below <paramref name="next"/>.</param>
    /// <param name="next">The next number to give.</param>
    /// <param name="bound">Numbers below this one may be given.</param>
    /// <returns>At least one; the last one ends with <paramref name="bound"/>. Each goes from First to before End.</returns>
    public static IReadOnlyList<(long First, long End)> Of(IEnumerable<long> numbers, long next, long bound)
    {
        List<(long First, long End)> ranges = [];
        foreach (var number in numbers)
        {
            Extend(ranges, number, number + 1, SmallGap);
        }

        Extend(ranges, next, bound, SmallGap);
        return ranges.Count <= Most ? ranges : Merge(ranges);
    }

    // The widest gaps stay: they save the most reads.
    private static List<(long First, long End)> Merge(List<(long First, long End)> ranges)
    {
        var gap = ranges.Zip(ranges.Skip(1), (left, right) => right.First - left.End).OrderDescending().ElementAt(Most - 1);
        List<(long First, long End)> merged = [];
        foreach (var (first, end) in ranges)
        {
            Extend(merged, first, end, gap);
        }

        return merged;
    }

    private static void Extend(List<(long First, long End)> ranges, long first, long end, long gap)
    {
        if (ranges.Count > 0 && first - ranges[^1].End <= gap)
        {
            ranges[^1] = (ranges[^1].First, end);
        }
        else
        {
            ranges.Add((first, end));
        }
    }
}
