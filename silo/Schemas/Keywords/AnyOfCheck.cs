using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>anyOf</c>. With <c>unevaluated…</c> above, every form that fits counts, not only the first.</summary>
internal sealed class AnyOfCheck(SchemaNode[] nodes) : Check
{
    public override IEnumerable<SchemaNode> InPlace => nodes;

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (seen.IsEmpty ? TestFirst(instance) : TestAll(instance, seen))
        {
            return true;
        }
        if (errors is not null)
        {
            Forms.Explain(nodes, instance, errors);
        }
        return false;
    }

    private bool TestFirst(JsonElement instance)
    {
        foreach (var node in nodes)
        {
            if (node.Test(instance, default, null))
            {
                return true;
            }
        }
        return false;
    }

    private bool TestAll(JsonElement instance, Span<ulong> seen)
    {
        Span<ulong> own = seen.Length <= Seen.OnStack ? stackalloc ulong[Seen.OnStack] : new ulong[seen.Length];
        own = own[..seen.Length];
        var valid = false;
        foreach (var node in nodes)
        {
            own.Clear();
            if (node.Test(instance, own, null))
            {
                valid = true;
                Seen.Merge(own, seen);
            }
        }
        return valid;
    }
}
