using System.Text.Json;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>What one keyword, or a few that are read together, demand of an instance. Immutable once compiled.</summary>
internal abstract class Check
{
    /// <summary>Whether the instance meets the demand.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="seen">
    /// A bit for each member of the object or item of the array, set for those that were evaluated; empty when no
    /// <c>unevaluated…</c> asks.
    /// </param>
    /// <param name="errors">Gets every error; null asks for the answer only.</param>
    public abstract bool Test(JsonElement instance, Span<ulong> seen, ErrorCollector? errors);

    /// <summary>The schemas that this check applies to the very same instance.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];
}
