using System.Runtime.InteropServices;
using System.Text.Json;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>
/// <c>unevaluatedProperties</c> and <c>unevaluatedItems</c>: what none of the schema's other keywords, its references and its
/// combinations looked at. They come last, and see only what happened inside of their own schema.
/// </summary>
internal sealed class UnevaluatedCheck(SchemaNode? properties, SchemaNode? items)
{
    public bool Test(SchemaNode owner, JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        var (rest, count) = instance.ValueKind switch
        {
            JsonValueKind.Object => (properties, instance.GetPropertyCount()),
            JsonValueKind.Array => (items, instance.GetArrayLength()),
            _ => (null, 0),
        };
        if (rest is null)
        {
            return owner.TestChecks(instance, seen, errors);
        }
        var words = Seen.Words(count);
        Span<ulong> own = words <= Seen.OnStack ? stackalloc ulong[Seen.OnStack] : new ulong[words];
        own = own[..words];
        if (!owner.TestChecks(instance, own, errors))
        {
            return false;
        }
        var valid = instance.ValueKind == JsonValueKind.Object
            ? TestProperties(rest, instance, own, errors)
            : TestItems(rest, instance, own, errors);
        seen.Fill(ulong.MaxValue);
        return valid;
    }

    private static bool TestProperties(SchemaNode rest, JsonElement instance, ReadOnlySpan<ulong> seen, ErrorCollector? errors)
    {
        var valid = true;
        var index = 0;
        foreach (var member in instance.EnumerateObject())
        {
            if (!Seen.Has(seen, index++))
            {
                errors?.Enter(JsonText.ToText(JsonMarshal.GetRawUtf8PropertyName(member)));
                valid &= TestOne(rest, member.Value, "is not a known member; no other is allowed", errors);
                errors?.Leave();
            }
        }
        return valid;
    }

    private static bool TestItems(SchemaNode rest, JsonElement instance, ReadOnlySpan<ulong> seen, ErrorCollector? errors)
    {
        var valid = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (!Seen.Has(seen, index))
            {
                errors?.Enter(index);
                valid &= TestOne(rest, item, "is one item too many", errors);
                errors?.Leave();
            }
            index++;
        }
        return valid;
    }

    private static bool TestOne(SchemaNode rest, JsonElement value, string unwanted, ErrorCollector? errors)
    {
        if (!rest.IsFalse || errors is null)
        {
            return rest.Test(value, default, errors);
        }
        errors.Add(unwanted);
        return false;
    }
}
