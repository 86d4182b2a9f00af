namespace Motia.Gateway.Routing;

/// <summary>A place in the tree of routes: what was matched so far.</summary>
internal sealed class RouteNode
{
    private readonly Dictionary<string, RouteNode> _literals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Route> _routes = new(StringComparer.Ordinal);

    public RouteNode? Parameter { get; private set; }

    public RouteNode? Rest { get; private set; }

    public RouteNode? Literal(ReadOnlySpan<char> text) =>
        _literals.Count > 0 && _literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var node) ? node : null;

    /// <summary>The route that ends here for a method; HEAD is answered by GET unless it has a route of its own.</summary>
    public Route? RouteFor(string method) =>
        _routes.TryGetValue(method, out var route) || (method == "HEAD" && _routes.TryGetValue("GET", out route)) ? route : null;

    // The first of two equal routes stays: with and without its optional part, /a and /a/:id? both give /a.
    public void Set(string method, Route route) => _routes.TryAdd(method, route);

    public RouteNode Child(RouteSegment segment)
    {
        switch (segment.Kind)
        {
            case RouteSegmentKind.Parameter:
                return Parameter ??= new();
            case RouteSegmentKind.Rest:
                return Rest ??= new();
            default:
                if (!_literals.TryGetValue(segment.Text, out var node))
                {
                    _literals.Add(segment.Text, node = new());
                }

                return node;
        }
    }
}
