using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>Everything that is asked of an array's items.</summary>
internal sealed class ArrayCheck(ArrayKeywords keywords) : Check
{
    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (instance.ValueKind != JsonValueKind.Array)
        {
            return true;
        }
        var valid = HasCount(instance.GetArrayLength(), errors);
        if (!valid && errors is null)
        {
            return false;
        }
        return valid
            && TestItems(instance, seen, errors)
            & (keywords.Contains is null || TestContains(keywords.Contains, instance, seen, errors))
            & (!keywords.UniqueItems || UniqueItems.Test(instance, errors));
    }

    private bool HasCount(int count, ErrorCollector? errors)
    {
        if (count >= keywords.MinItems && count <= keywords.MaxItems)
        {
            return true;
        }
        var bound = count < keywords.MinItems ? $"at least {keywords.MinItems}" : $"at most {keywords.MaxItems}";
        errors?.Add($"has {ErrorCollector.Count(count, "item")}; it must have {bound}");
        return false;
    }

    private bool TestItems(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (keywords.Items is null && keywords.PrefixItems.Length == 0)
        {
            return true;
        }
        var valid = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            var node = index < keywords.PrefixItems.Length ? keywords.PrefixItems[index] : keywords.Items;
            if (node is null)
            {
                break;
            }
            if (node.IsFalse)
            {
                errors?.Add($"has {ErrorCollector.Count(instance.GetArrayLength(), "item")}; it must have at most {index}");
                return false;
            }
            errors?.Enter(index);
            valid &= node.Test(item, default, errors);
            errors?.Leave();
            if (!valid && errors is null or { IsFull: true })
            {
                return false;
            }
            Seen.Set(seen, index++);
        }
        return valid;
    }

    private bool TestContains(SchemaNode node, JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        var matches = 0;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (node.Test(item, default, null))
            {
                matches++;
                Seen.Set(seen, index);
            }
            index++;
        }
        if (matches >= keywords.MinContains && matches <= keywords.MaxContains)
        {
            return true;
        }
        var bound = matches < keywords.MinContains ? $"at least {keywords.MinContains}" : $"at most {keywords.MaxContains}";
        errors?.Add($"has {ErrorCollector.Count(matches, "item")} of the form in \"contains\"; it must have {bound}");
        return false;
    }
}
