using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfCheck(SchemaNode[] nodes) : Check
{
    public override IEnumerable<SchemaNode> InPlace => nodes;

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        var valid = true;
        foreach (var node in nodes)
        {
            valid &= node.Test(instance, seen, errors);
            if (!valid && errors is null)
            {
                return false;
            }
        }
        return valid;
    }
}
