using System.Runtime.InteropServices;
using System.Text.Json;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>Everything that is asked of an object's members, in one pass over them.</summary>
internal sealed class ObjectCheck(ObjectKeywords keywords) : Check
{
    private readonly TextTable _names = keywords.Names;
    private readonly SchemaNode?[] _properties = keywords.Properties;
    private readonly ulong[] _required = keywords.Bits(keywords.Required);
    private readonly (string Name, int Number, string[] Names, ulong[] Needed)[] _dependentRequired =
    [
        .. keywords.DependentRequired.Select(
            entry => (entry.Name, keywords.Names.NumberOf(entry.Name), entry.Needed, keywords.Bits(entry.Needed))),
    ];
    private readonly (int Number, SchemaNode Node)[] _dependentSchemas =
        [.. keywords.DependentSchemas.Select(entry => (keywords.Names.NumberOf(entry.Name), entry.Node))];

    public override IEnumerable<SchemaNode> InPlace => keywords.DependentSchemas.Select(entry => entry.Node);

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }
        var words = Seen.Words(_names.Texts.Length);
        Span<ulong> found = words <= Seen.OnStack ? stackalloc ulong[Seen.OnStack] : new ulong[words];
        var valid = TestMembers(instance, found, seen, errors, out var count);
        if (!valid && errors is null)
        {
            return false;
        }
        return valid
            & HasCount(count, errors)
            & HasRequired(found, errors)
            & TestDependents(instance, found, seen, errors);
    }

    private bool TestMembers(JsonElement instance, Span<ulong> found, Span<ulong> seen, ErrorCollector? errors, out int count)
    {
        var valid = true;
        var guess = 0;
        count = 0;
        foreach (var member in instance.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(member);
            var number = _names.Find(name, guess);
            if (number >= 0)
            {
                guess = number + 1;
                Seen.Set(found, number);
            }
            if (!TestMember(name, number, member.Value, errors, out var evaluated))
            {
                valid = false;
                if (errors is null or { IsFull: true })
                {
                    return false;
                }
            }
            if (evaluated)
            {
                Seen.Set(seen, count);
            }
            count++;
        }
        return valid;
    }

    private bool TestMember(ReadOnlySpan<byte> name, int number, JsonElement value, ErrorCollector? errors, out bool evaluated)
    {
        errors?.Enter(JsonText.ToText(name));
        var valid = true;
        evaluated = false;
        if (number >= 0 && _properties[number] is { } property)
        {
            evaluated = true;
            valid = TestValue(property, value, errors, isUnknown: false);
        }
        foreach (var (pattern, node) in keywords.PatternProperties)
        {
            if (pattern.IsMatch(name))
            {
                evaluated = true;
                valid &= TestValue(node, value, errors, isUnknown: false);
            }
        }
        if (!evaluated && keywords.AdditionalProperties is { } additional)
        {
            evaluated = true;
            valid = TestValue(additional, value, errors, isUnknown: true);
        }
        valid &= keywords.PropertyNames?.TestName(name, errors) ?? true;
        errors?.Leave();
        return valid;
    }

    private bool TestValue(SchemaNode node, JsonElement value, ErrorCollector? errors, bool isUnknown)
    {
        if (!node.IsFalse || errors is null)
        {
            return node.Test(value, default, errors);
        }
        errors.Add(isUnknown ? $"is not a known member; {keywords.KnownMembers}" : "must not be there");
        return false;
    }

    private bool HasCount(int count, ErrorCollector? errors)
    {
        if (count >= keywords.MinProperties && count <= keywords.MaxProperties)
        {
            return true;
        }
        var bound = count < keywords.MinProperties ? $"at least {keywords.MinProperties}" : $"at most {keywords.MaxProperties}";
        errors?.Add($"has {ErrorCollector.Count(count, "member")}; it must have {bound}");
        return false;
    }

    private bool HasRequired(ReadOnlySpan<ulong> found, ErrorCollector? errors)
    {
        if (Seen.HasAll(found, _required))
        {
            return true;
        }
        AddMissing(keywords.Required, found, "is missing; it is required", errors);
        return false;
    }

    private bool TestDependents(JsonElement instance, ReadOnlySpan<ulong> found, Span<ulong> seen, ErrorCollector? errors)
    {
        var valid = true;
        foreach (var (name, number, names, needed) in _dependentRequired)
        {
            if (Seen.Has(found, number) && !Seen.HasAll(found, needed))
            {
                AddMissing(names, found, $"is missing; it is required when \"{name}\" is there", errors);
                valid = false;
            }
        }
        foreach (var (number, node) in _dependentSchemas)
        {
            if (Seen.Has(found, number))
            {
                valid &= node.Test(instance, seen, errors);
            }
        }
        return valid;
    }

    private void AddMissing(IEnumerable<string> names, ReadOnlySpan<ulong> found, string message, ErrorCollector? errors)
    {
        if (errors is null)
        {
            return;
        }
        foreach (var name in names)
        {
            if (!Seen.Has(found, _names.NumberOf(name)))
            {
                errors.Enter(name);
                errors.Add(message);
                errors.Leave();
            }
        }
    }
}
