namespace Motia.Gateway.Routing;

/// <summary>The path of a request, cut at its slashes before it is percent-decoded, so that <c>%2F</c> stays inside its segment.</summary>
internal readonly ref struct RequestPath
{
    private const int MaximumSegments = 64;

    private readonly string _path;
    private readonly ReadOnlySpan<Range> _segments;
    private readonly string[]? _decoded;

    private RequestPath(string path, ReadOnlySpan<Range> segments, string[]? decoded)
    {
        _path = path;
        _segments = segments;
        _decoded = decoded;
    }

    public int Count => _segments.Length;

    /// <summary>Room for the segments of any path that is not refused.</summary>
    public static int Room => MaximumSegments + 1;

    /// <summary>Cuts a path.</summary>
    /// <param name="path">The path, without the query.</param>
    /// <param name="isEncoded">Whether it is still percent-encoded.</param>
    /// <param name="room">Where the cuts are noted: <see cref="Room"/> ranges.</param>
    /// <param name="result">The cut path.</param>
    /// <returns>False if it has more segments than any route can.</returns>
    public static bool TryCut(string path, bool isEncoded, Span<Range> room, out RequestPath result)
    {
        var count = 0;
        for (var start = 1; start < path.Length;)
        {
            var length = path.AsSpan(start).IndexOf('/');
            var end = length < 0 ? path.Length : start + length;
            if (count == MaximumSegments)
            {
                result = default;
                return false;
            }

            room[count++] = start..end;
            start = end + 1;
        }

        var segments = room[..count];
        string[]? decoded = null;
        if (isEncoded)
        {
            decoded = new string[count];
            for (var i = 0; i < count; i++)
            {
                decoded[i] = Uri.UnescapeDataString(path.AsSpan(segments[i]));
            }
        }

        result = new RequestPath(path, segments, decoded);
        return true;
    }

    public ReadOnlySpan<char> Segment(int index) => _decoded is null ? _path.AsSpan(_segments[index]) : _decoded[index];

    /// <summary>The segments of a range as one text, joined by slashes.</summary>
    public string Text(Range range)
    {
        var (start, length) = range.GetOffsetAndLength(Count);
        return length switch
        {
            0 => "",
            1 => Segment(start).ToString(),
            _ => _decoded is null ? _path[_segments[start].Start.._segments[start + length - 1].End] : string.Join('/', _decoded, start, length),
        };
    }
}
