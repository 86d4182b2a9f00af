using System.Text.Json;
using Motia.Silo.Schemas.Keywords;

namespace Motia.Silo.Schemas.Compiling;

/// <summary>Turns a schema document into a tree of checks. All of it is compiled, used or not, to find mistakes at once.</summary>
internal sealed class SchemaCompiler(JsonElement root)
{
    private readonly SchemaDocument _document = new(root);
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Queue<SchemaSite> _waiting = new();

    public SchemaNode Compile()
    {
        var node = Node(_document.Root);
        while (_waiting.TryDequeue(out var site))
        {
            Fill(_nodes[site.Pointer], site);
        }
        InPlaceLoops.Refuse(_nodes.Values);
        return node;
    }

    /// <summary>The node of the schema that a <c>$ref</c> names.</summary>
    public SchemaNode Resolve(string reference, SchemaSite from) => Node(_document.Resolve(reference, from, from.At("$ref")));

    /// <summary>The node of a schema inside of another.</summary>
    public SchemaNode Node(JsonElement element, string pointer) =>
        SchemaKeywords.IsSchema(element) ? Node(_document.At(pointer)) : throw NoSchema(element, pointer);

    private SchemaNode Node(SchemaSite site)
    {
        if (!_nodes.TryGetValue(site.Pointer, out var node))
        {
            node = new SchemaNode($"#{site.Pointer}");
            _nodes.Add(site.Pointer, node);
            _waiting.Enqueue(site);
        }
        return node;
    }

    private void Fill(SchemaNode node, SchemaSite site)
    {
        if (site.Element.ValueKind == JsonValueKind.Object)
        {
            new NodeCompiler(this, new KeywordReader(site)).Fill(node);
        }
        else
        {
            node.Fill(SchemaKeywords.IsSchema(site.Element) ? site.Element.GetBoolean() : throw NoSchema(site.Element, site.Pointer));
        }
    }

    private static JsonSchemaException NoSchema(JsonElement element, string pointer) =>
        new($"#{pointer}", $"is {element.GetRawText()}; a schema must be an object, true or false.");
}
