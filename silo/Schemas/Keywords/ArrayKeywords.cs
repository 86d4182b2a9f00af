namespace Motia.Silo.Schemas.Keywords;

/// <summary>The keywords of arrays, as the compiler read them.</summary>
internal sealed record ArrayKeywords(
    SchemaNode[] PrefixItems,
    SchemaNode? Items,
    SchemaNode? Contains,
    int MinContains,
    int MaxContains,
    int MinItems,
    int MaxItems,
    bool UniqueItems);
