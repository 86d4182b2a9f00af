using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary><c>$ref</c>.</summary>
internal sealed class RefCheck(SchemaNode target) : Check
{
    public override IEnumerable<SchemaNode> InPlace => [target];

    public override bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors)
    {
        // Only through references can the way down be longer than both documents are deep.
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return target.Test(instance, seen, errors);
    }
}
