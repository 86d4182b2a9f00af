using Motia.Silo.Schemas.Patterns;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>The keywords of objects, as the compiler read them.</summary>
internal sealed class ObjectKeywords
{
    public ObjectKeywords(
        IReadOnlyDictionary<string, SchemaNode> properties,
        string[] required,
        IReadOnlyList<(string Name, string[] Needed)> dependentRequired,
        IReadOnlyList<(string Name, SchemaNode Node)> dependentSchemas)
    {
        Required = required;
        DependentRequired = dependentRequired;
        DependentSchemas = dependentSchemas;
        Names = new TextTable(
        [
            .. properties.Keys,
            .. required,
            .. dependentRequired.SelectMany(entry => (string[])[entry.Name, .. entry.Needed]),
            .. dependentSchemas.Select(entry => entry.Name),
        ]);
        Properties = [.. Names.Texts.Select(name => properties.GetValueOrDefault(name))];
    }

    /// <summary>Every name that some keyword mentions.</summary>
    public TextTable Names { get; }

    /// <summary>The schemas of <c>properties</c>, by the number of the name.</summary>
    public SchemaNode?[] Properties { get; }

    public string[] Required { get; }

    public IReadOnlyList<(string Name, string[] Needed)> DependentRequired { get; }

    public IReadOnlyList<(string Name, SchemaNode Node)> DependentSchemas { get; }

    public (Pattern Pattern, SchemaNode Node)[] PatternProperties { get; init; } = [];

    public SchemaNode? AdditionalProperties { get; init; }

    public SchemaNode? PropertyNames { get; init; }

    public int MinProperties { get; init; }

    public int MaxProperties { get; init; } = int.MaxValue;

    /// <summary>What an error about an unknown member says is allowed.</summary>
    public string KnownMembers
    {
        get
        {
            const int Shown = 20;
            var known = Names.Texts.Where((_, number) => Properties[number] is { IsFalse: false }).Select(name => $"\"{name}\"").ToArray();
            var patterns = PatternProperties.Select(entry => $"names that match {entry.Pattern.Source}");
            return known.Length == 0 && PatternProperties.Length == 0
                ? "none is allowed"
                : $"allowed are {string.Join(", ", [.. known.Take(Shown), .. patterns])}"
                    + (known.Length > Shown ? $" and {known.Length - Shown} more" : "");
        }
    }

    /// <summary>The numbers of the names as a set of bits.</summary>
    public ulong[] Bits(IEnumerable<string> names)
    {
        var bits = new ulong[Seen.Words(Names.Texts.Length)];
        foreach (var name in names)
        {
            Seen.Set(bits, Names.NumberOf(name));
        }
        return bits;
    }
}
