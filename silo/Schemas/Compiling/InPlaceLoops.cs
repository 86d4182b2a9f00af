using Motia.Silo.Schemas.Keywords;

namespace Motia.Silo.Schemas.Compiling;

/// <summary>
/// Refuses schemas that come back to themselves without going down into the instance, which would never end, and chains so long that they
/// would use up the stack.
/// </summary>
internal static class InPlaceLoops
{
    private const int LongestChain = 128;

    public static void Refuse(IEnumerable<SchemaNode> nodes)
    {
        var heights = new Dictionary<SchemaNode, int>();
        foreach (var node in nodes)
        {
            Height(node, heights, []);
        }
    }

    // 0 stands for a node that is being looked at.
    private static int Height(SchemaNode node, Dictionary<SchemaNode, int> heights, List<SchemaNode> way)
    {
        if (heights.TryGetValue(node, out var known))
        {
            if (known > 0)
            {
                return known;
            }
            var loop = way.SkipWhile(part => part != node).Append(node).Select(part => part.Pointer);
            throw new JsonSchemaException(
                node.Pointer,
                $"refers to itself without end ({string.Join(" → ", loop)}); it may refer to itself only below a member or an item.");
        }
        if (way.Count >= LongestChain)
        {
            throw Chain(node);
        }
        heights.Add(node, 0);
        way.Add(node);
        var height = 1 + node.InPlace.Select(next => Height(next, heights, way)).DefaultIfEmpty(0).Max();
        way.RemoveAt(way.Count - 1);
        heights[node] = height;
        return height <= LongestChain ? height : throw Chain(node);
    }

    private static JsonSchemaException Chain(SchemaNode node) =>
        new(node.Pointer, $"is part of a chain of more than {LongestChain} references and combinations; it must be shorter.");
}
