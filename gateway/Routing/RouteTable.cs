using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Motia.Grains;

namespace Motia.Gateway.Routing;

/// <summary>Finds the api step that answers a method and path. Immutable: when steps change, a new table takes its place.</summary>
internal sealed class RouteTable
{
    private readonly RouteNode _root = new();

    /// <summary>Builds the table of a catalog's api steps.</summary>
    /// <param name="steps">Steps whose paths are valid and unique.</param>
    public RouteTable(IEnumerable<StepDescription> steps)
    {
        foreach (var step in steps.Where(step => step.Type == StepKind.Api))
        {
            var pattern = RoutePattern.Parse(step.Path!, out var error) ?? throw new ArgumentException(error, nameof(steps));
            foreach (var segments in pattern.Expand())
            {
                Add(step, segments);
            }
        }
    }

    /// <summary>Finds the step for a request.</summary>
    /// <param name="method">The method, upper-case.</param>
    /// <param name="path">The path.</param>
    /// <param name="pathParams">Name, value, name, value … of the step that is found.</param>
    /// <returns>The route; null if no step answers.</returns>
    public Route? Find(string method, in RequestPath path, out ImmutableArray<string> pathParams)
    {
        Span<Range> values = stackalloc Range[path.Count + 1];
        var route = Find(_root, method, path, 0, values, 0);
        pathParams = route is null || route.ParameterNames.Length == 0 ? [] : Bind(route, path, values);
        return route;
    }

    private static Route? Find(RouteNode node, string method, in RequestPath path, int at, Span<Range> values, int bound)
    {
        if (at == path.Count)
        {
            return node.RouteFor(method) ?? FindRest(node, method, path, at, values, bound);
        }

        if (node.Literal(path.Segment(at)) is { } literal && Find(literal, method, path, at + 1, values, bound) is { } byLiteral)
        {
            return byLiteral;
        }

        if (node.Parameter is { } parameter && !path.Segment(at).IsEmpty)
        {
            values[bound] = at..(at + 1);
            if (Find(parameter, method, path, at + 1, values, bound + 1) is { } byParameter)
            {
                return byParameter;
            }
        }

        return FindRest(node, method, path, at, values, bound);
    }

    private static Route? FindRest(RouteNode node, string method, in RequestPath path, int at, Span<Range> values, int bound)
    {
        if (node.Rest?.RouteFor(method) is not { } route)
        {
            return null;
        }

        values[bound] = at..path.Count;
        return route;
    }

    private static ImmutableArray<string> Bind(Route route, in RequestPath path, ReadOnlySpan<Range> values)
    {
        var bound = new string[route.ParameterNames.Length * 2];
        for (var i = 0; i < route.ParameterNames.Length; i++)
        {
            bound[2 * i] = route.ParameterNames[i];
            bound[(2 * i) + 1] = path.Text(values[i]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(bound);
    }

    private void Add(StepDescription step, IReadOnlyList<RouteSegment> segments)
    {
        var node = segments.Aggregate(_root, (parent, segment) => parent.Child(segment));
        string[] names = [.. segments.Where(segment => segment.Kind != RouteSegmentKind.Literal).Select(segment => segment.Text)];
        node.Set(step.Method!, new Route(step, names));
    }
}
