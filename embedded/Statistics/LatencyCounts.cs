using System.Numerics;

namespace Motia.Embedded.Statistics;

/// <summary>How many calls took how long: four buckets for every doubling, from 64 ns up.</summary>
internal sealed class LatencyCounts
{
    private const int UnitBits = 6;
    private const int Buckets = 160;
    private readonly long[] _counts = new long[Buckets];
    private long _totalNanoseconds;
    private long _errors;

    internal long Calls => _counts.Sum();

    internal long Errors => Volatile.Read(ref _errors);

    internal double MeanMs => Calls is > 0 and var calls ? Volatile.Read(ref _totalNanoseconds) / 1e6 / calls : 0;

    internal void Record(long nanoseconds, bool failed)
    {
        Interlocked.Increment(ref _counts[BucketOf(nanoseconds)]);
        Interlocked.Add(ref _totalNanoseconds, nanoseconds);
        if (failed)
        {
            Interlocked.Increment(ref _errors);
        }
    }

    internal void Add(LatencyCounts other)
    {
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            _counts[bucket] += Volatile.Read(ref other._counts[bucket]);
        }

        _totalNanoseconds += Volatile.Read(ref other._totalNanoseconds);
        _errors += other.Errors;
    }

    /// <summary>The upper end of the bucket that holds the quantile.</summary>
    internal double QuantileMs(double quantile)
    {
        var rank = (long)Math.Ceiling(Calls * quantile);
        for (var bucket = 0; bucket < Buckets && rank > 0; bucket++)
        {
            rank -= _counts[bucket];
            if (rank <= 0)
            {
                return UpperEndOf(bucket) / 1e6;
            }
        }

        return 0;
    }

    private static int BucketOf(long nanoseconds)
    {
        var units = (ulong)Math.Max(nanoseconds, 0) >> UnitBits;
        if (units < 4)
        {
            return (int)units;
        }

        var octave = 63 - BitOperations.LeadingZeroCount(units);
        return Math.Min(((octave - 1) * 4) + (int)((units >> (octave - 2)) & 3), Buckets - 1);
    }

    private static double UpperEndOf(int bucket)
    {
        var (octave, quarter) = ((bucket / 4) + 1, bucket % 4);
        var units = bucket < 4 ? bucket + 1 : Math.ScaleB(4 + quarter + 1, octave - 2);
        return units * (1 << UnitBits);
    }
}
