using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class ConditionCheck(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Check
{
    public override IEnumerable<SchemaNode> InPlace
    {
        get
        {
            yield return condition;
            if (then is not null)
            {
                yield return then;
            }
            if (otherwise is not null)
            {
                yield return otherwise;
            }
        }
    }

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (then is null && otherwise is null && seen.IsEmpty)
        {
            return true;
        }
        var chosen = (seen.IsEmpty ? condition.Test(instance, default, null) : TestAndMark(instance, seen)) ? then : otherwise;
        return chosen is null || chosen.Test(instance, seen, errors);
    }

    private bool TestAndMark(JsonElement instance, Span<ulong> seen)
    {
        Span<ulong> own = seen.Length <= Seen.OnStack ? stackalloc ulong[Seen.OnStack] : new ulong[seen.Length];
        own = own[..seen.Length];
        if (!condition.Test(instance, own, null))
        {
            return false;
        }
        Seen.Merge(own, seen);
        return true;
    }
}
