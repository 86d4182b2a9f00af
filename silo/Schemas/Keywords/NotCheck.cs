using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>not</c>.</summary>
internal sealed class NotCheck(SchemaNode node, string denied) : Check
{
    public override IEnumerable<SchemaNode> InPlace => [node];

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        if (!node.Test(instance, default, null))
        {
            return true;
        }
        errors?.Add($"is {ErrorCollector.Describe(instance)}; it must not fit {denied}");
        return false;
    }
}
