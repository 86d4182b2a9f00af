namespace Motia.Gateway.Routing;

/// <summary>The path of an api step, taken apart: <c>/orders/:id/items/:item?</c>, <c>/files/*</c>.</summary>
public sealed class RoutePattern
{
    /// <summary>The first segment that belongs to the control surface.</summary>
    public const string ReservedSegment = "__motia";

    private RoutePattern(IReadOnlyList<RouteSegment> segments) => Segments = segments;

    /// <summary>The segments in order.</summary>
    public IReadOnlyList<RouteSegment> Segments { get; }

    /// <summary>The pattern without the names of its parameters: two routes with the same method and shape would answer the same requests.</summary>
    public string Shape => "/" + string.Join('/', Segments.Select(segment => segment.Kind switch
    {
        RouteSegmentKind.Parameter => ":",
        RouteSegmentKind.Optional => ":?",
        RouteSegmentKind.Rest => "*",
        _ => segment.Text,
    }));

    /// <summary>Takes a path apart.</summary>
    /// <param name="path">The path as the config gives it.</param>
    /// <param name="error">What is wrong with it and what is allowed; null if nothing is.</param>
    /// <returns>The pattern; null if something is wrong.</returns>
    public static RoutePattern? Parse(string path, out string? error)
    {
        ArgumentNullException.ThrowIfNull(path);
        error = null;
        if (!path.StartsWith('/'))
        {
            error = $"\"path\" is \"{path}\"; it must start with \"/\".";
            return null;
        }

        if (HasQuery(path))
        {
            error = $"\"path\" is \"{path}\"; a path has no query or fragment (\"?\" only ends an optional parameter such as \":id?\").";
            return null;
        }

        var segments = new List<RouteSegment>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var segment = RouteSegment.Parse(text);
            if (segment is null)
            {
                error = $"\"path\" is \"{path}\": \"{text}\" is not a segment; a segment is text, \":name\", \":name?\" or, at the end, \"*\".";
                return null;
            }

            if (segments is [.., { Kind: RouteSegmentKind.Rest }])
            {
                error = $"\"path\" is \"{path}\"; \"*\" takes the rest of the path, so nothing can follow it.";
                return null;
            }

            if (segment.Kind != RouteSegmentKind.Literal && !names.Add(segment.Text))
            {
                error = $"\"path\" is \"{path}\"; the parameter \"{segment.Text}\" comes twice, and each must have a name of its own.";
                return null;
            }

            segments.Add(segment);
        }

        if (segments is [{ Kind: RouteSegmentKind.Literal, Text: ReservedSegment }, ..])
        {
            error = $"\"path\" is \"{path}\"; paths under /{ReservedSegment} belong to the control surface.";
            return null;
        }

        return new RoutePattern(segments);
    }

    /// <summary>The patterns without optional segments that together match what this one matches.</summary>
    internal IEnumerable<IReadOnlyList<RouteSegment>> Expand()
    {
        IEnumerable<IReadOnlyList<RouteSegment>> variants = [[]];
        foreach (var segment in Segments)
        {
            variants = segment.Kind == RouteSegmentKind.Optional
                ? variants.SelectMany<IReadOnlyList<RouteSegment>, IReadOnlyList<RouteSegment>>(
                    prefix => [prefix, [.. prefix, new RouteSegment(RouteSegmentKind.Parameter, segment.Text)]])
                : variants.Select<IReadOnlyList<RouteSegment>, IReadOnlyList<RouteSegment>>(prefix => [.. prefix, segment]);
        }

        return variants.ToList();
    }

    private static bool HasQuery(string path) =>
        path.Contains('#', StringComparison.Ordinal)
        || path.Split('/').Any(segment => segment.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at
            && !(segment.StartsWith(':') && at == segment.Length - 1));
}
