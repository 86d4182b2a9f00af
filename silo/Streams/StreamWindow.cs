using System.Collections.Immutable;
using Motia.Grains;

namespace Motia.Silo.Streams;

/// <summary>The last changes of a group, for those who ask what came after the one they saw last.</summary>
/// <param name="begin">The number after which it knows every change.</param>
internal sealed class StreamWindow(long begin)
{
    private const int Most = 1_000;
    private const int MostBytes = 1024 * 1024;
    private readonly Queue<StreamChange> _changes = new();
    private long _begin = begin;
    private long _bytes;

    public void Add(StreamChange change)
    {
        _changes.Enqueue(change);
        _bytes += change.Data.Length;
        while (_changes.Count > Most || _bytes > MostBytes)
        {
            var dropped = _changes.Dequeue();
            (_begin, _bytes) = (dropped.Number, _bytes - dropped.Data.Length);
        }
    }

    /// <summary>What came after a number; null if it is not known any more.</summary>
    public ImmutableArray<StreamChange>? Since(long number) => number < _begin ? null : [.. _changes.SkipWhile(change => change.Number <= number)];
}
