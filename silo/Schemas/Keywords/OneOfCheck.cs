using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOfCheck(SchemaNode[] nodes) : Check
{
    public override IEnumerable<SchemaNode> InPlace => nodes;

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        var (first, second) = seen.IsEmpty ? TestUntilSecond(instance) : TestAll(instance, seen);
        if (first >= 0 && second < 0)
        {
            return true;
        }
        if (second >= 0)
        {
            errors?.Add($"fits forms {first + 1} and {second + 1} of \"oneOf\"; it must fit exactly one");
        }
        else if (errors is not null)
        {
            Forms.Explain(nodes, instance, errors);
        }
        return false;
    }

    private (int First, int Second) TestUntilSecond(JsonElement instance)
    {
        var first = -1;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].Test(instance, default, null))
            {
                if (first >= 0)
                {
                    return (first, i);
                }
                first = i;
            }
        }
        return (first, -1);
    }

    private (int First, int Second) TestAll(JsonElement instance, Span<ulong> seen)
    {
        Span<ulong> own = seen.Length <= Seen.OnStack ? stackalloc ulong[Seen.OnStack] : new ulong[seen.Length];
        own = own[..seen.Length];
        var first = -1;
        for (var i = 0; i < nodes.Length; i++)
        {
            own.Clear();
            if (nodes[i].Test(instance, own, null))
            {
                if (first >= 0)
                {
                    return (first, i);
                }
                first = i;
                Seen.Merge(own, seen);
            }
        }
        return (first, -1);
    }
}
