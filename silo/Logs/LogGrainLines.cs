using Motia.Grains;

namespace Motia.Silo.Logs;

/// <summary>The newest lines, in segments; the oldest segment goes when there are more than enough.</summary>
internal sealed class LogGrainLines
{
    /// <summary>How many segments there may be. Part of the stored format: segment n is in record n modulo this.</summary>
    public const int Slots = 128;

    private const int SegmentBytes = 16 * 1024;
    private const int MaximumLines = 4_000;
    private const int MaximumBytes = 2 * 1024 * 1024;

    private readonly LinkedList<LogGrainSegment> _segments = new();
    private readonly SortedDictionary<long, LogGrainSegment> _unsaved = [];
    private int _lines;
    private int _bytes;

    public bool HasUnsaved => _unsaved.Count > 0;

    /// <summary>Goes on from what is stored.</summary>
    public void Restore(IEnumerable<LogGrainSegment> stored)
    {
        foreach (var segment in stored.OrderBy(segment => segment.Number))
        {
            _segments.AddLast(segment);
            _lines += segment.Lines.Count;
            _bytes += segment.Size;
        }

        Trim();
    }

    public void Add(LogLine line)
    {
        var kept = LogGrainSegment.Shorten(line);
        var size = LogGrainSegment.SizeOf(kept);
        var last = _segments.Last?.Value;
        if (last is null || last.Size + size > SegmentBytes)
        {
            last = last is null ? new(0, 1) : new(last.Number + 1, last.First + last.Lines.Count);
            _segments.AddLast(last);
        }

        last.Add(kept);
        _unsaved[last.Number] = last;
        _lines++;
        _bytes += size;
        Trim();
    }

    public LogPage Read(LogQuery query)
    {
        var limit = Math.Clamp(query.Limit, 1, MaximumLines);
        var found = new List<LogLine>();
        long oldest = 0;
        for (var node = _segments.Last; node is not null; node = node.Previous)
        {
            var segment = node.Value;
            for (var index = segment.Lines.Count - 1; index >= 0; index--)
            {
                var line = segment.Lines[index];
                if ((query.Before > 0 && segment.First + index >= query.Before) || !Matches(query, line))
                {
                    continue;
                }

                if (found.Count == limit)
                {
                    return new([.. found], oldest);
                }

                found.Add(line);
                oldest = segment.First + index;
            }
        }

        return new([.. found], 0);
    }

    /// <summary>Takes the segments that have changed since they were last taken, oldest first.</summary>
    public IReadOnlyList<LogGrainSegment> TakeUnsaved()
    {
        LogGrainSegment[] taken = [.. _unsaved.Values];
        _unsaved.Clear();
        return taken;
    }

    /// <summary>Notes that a segment that was taken could not be saved.</summary>
    public void Return(LogGrainSegment segment)
    {
        if (segment.Number >= _segments.First!.Value.Number)
        {
            _unsaved[segment.Number] = segment;
        }
    }

    private static bool Matches(LogQuery query, LogLine line) =>
        (query.TraceId is null || query.TraceId == line.TraceId) && (query.Step is null || query.Step == line.Step) && (query.Level is null || query.Level == line.Level);

    private void Trim()
    {
        while (_segments.Count > 1 && IsMoreThanEnough(_segments.First!.Value))
        {
            var oldest = _segments.First!.Value;
            _segments.RemoveFirst();
            _unsaved.Remove(oldest.Number);
            _lines -= oldest.Lines.Count;
            _bytes -= oldest.Size;
        }
    }

    private bool IsMoreThanEnough(LogGrainSegment oldest) =>
        _lines - oldest.Lines.Count >= MaximumLines || _bytes > MaximumBytes || _segments.Count > Slots;
}
