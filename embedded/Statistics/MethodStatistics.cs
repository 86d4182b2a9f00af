namespace Motia.Embedded.Statistics;

/// <summary>Counts the calls of one method. Threads on different processors write to different memory, without locks.</summary>
internal sealed class MethodStatistics(string name, long timestampFrequency)
{
    private static readonly int StripeMask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount) - 1;
    private readonly LatencyCounts?[] _stripes = new LatencyCounts?[StripeMask + 1];

    internal string Name { get; } = name;

    internal void Record(long timestamps, bool failed)
    {
        ref var stripe = ref _stripes[Thread.GetCurrentProcessorId() & StripeMask];
        var counts = stripe ?? Interlocked.CompareExchange(ref stripe, new LatencyCounts(), null) ?? stripe;
        counts.Record(timestampFrequency == 1_000_000_000 ? timestamps : (long)(timestamps * (1e9 / timestampFrequency)), failed);
    }

    internal LatencyCounts Sum()
    {
        var sum = new LatencyCounts();
        foreach (var stripe in _stripes)
        {
            if (stripe is not null)
            {
                sum.Add(stripe);
            }
        }

        return sum;
    }
}
