using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Motia.Silo.Schemas.Compiling;

/// <summary>Every schema of a document with its <c>$id</c> and <c>$anchor</c>, so that references into the document are found.</summary>
internal sealed partial class SchemaDocument
{
    // What relative names are resolved against when the document gives itself no $id; nothing shows it.
    private static readonly Uri NoBase = new("schema:/");

    private readonly Dictionary<string, SchemaSite> _sites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Resource, string Name), string> _anchors = [];

    public SchemaDocument(JsonElement root)
    {
        _resources.Add(NoBase.AbsoluteUri, "");
        Index(root, "", NoBase);
    }

    public SchemaSite Root => _sites[""];

    public SchemaSite At(string pointer) => _sites[pointer];

    public SchemaSite Resolve(string reference, SchemaSite from, string place)
    {
        var hash = reference.IndexOf('#', StringComparison.Ordinal);
        var document = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        var uri = document.Length == 0 ? from.Base : Combine(from.Base, document, place, reference);
        if (!_resources.TryGetValue(uri.AbsoluteUri, out var resource))
        {
            throw new JsonSchemaException(
                place,
                $"\"$ref\" is \"{reference}\", which is not in this document; remote references are not implemented: "
                    + "copy that schema into \"$defs\" and refer to it as \"#/$defs/name\".");
        }
        if (fragment.Length == 0)
        {
            return _sites[resource];
        }
        if (fragment[0] == '/')
        {
            return Walk(resource, fragment, reference, place);
        }
        return _anchors.TryGetValue((uri.AbsoluteUri, fragment), out var anchored)
            ? _sites[anchored]
            : throw new JsonSchemaException(place, $"\"$ref\" is \"{reference}\", but no \"$anchor\" here is \"{fragment}\".");
    }

    private void Index(JsonElement schema, string pointer, Uri within)
    {
        var site = new SchemaSite(schema, pointer, within);
        if (schema.ValueKind == JsonValueKind.Object)
        {
            if (schema.TryGetProperty("$id", out var id))
            {
                site = site with { Base = Identify(id, site) };
            }
            if (schema.TryGetProperty("$anchor", out var anchor))
            {
                AddAnchor(anchor, site);
            }
        }
        if (!_sites.TryAdd(pointer, site) || schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }
        foreach (var (element, place) in SchemaKeywords.Children(schema, pointer))
        {
            Index(element, place, site.Base);
        }
    }

    private Uri Identify(JsonElement id, SchemaSite site)
    {
        var place = site.At("$id");
        var text = id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : throw new JsonSchemaException(place, $"\"$id\" is {id.GetRawText()}; it must be a URI reference.");
        if (text.TrimEnd('#').Contains('#', StringComparison.Ordinal))
        {
            throw new JsonSchemaException(
                place, $"\"$id\" is \"{text}\"; it must have no fragment: use \"$anchor\" for a name within the document.");
        }
        var uri = Combine(site.Base, text.TrimEnd('#'), place, text);
        if (!_resources.TryAdd(uri.AbsoluteUri, site.Pointer) && _resources[uri.AbsoluteUri] != site.Pointer)
        {
            throw new JsonSchemaException(
                place, $"\"$id\" is \"{text}\", as it is at #{_resources[uri.AbsoluteUri]}; each must be there only once.");
        }
        return uri;
    }

    private void AddAnchor(JsonElement anchor, SchemaSite site)
    {
        var place = site.At("$anchor");
        if (anchor.ValueKind != JsonValueKind.String || !AnchorName.IsMatch(anchor.GetString()!))
        {
            throw new JsonSchemaException(
                place, $"\"$anchor\" is {anchor.GetRawText()}; it must be a letter or \"_\", then letters, digits and \"- _ .\".");
        }
        var key = (site.Base.AbsoluteUri, anchor.GetString()!);
        if (!_anchors.TryAdd(key, site.Pointer) && _anchors[key] != site.Pointer)
        {
            throw new JsonSchemaException(
                place, $"\"$anchor\" is {anchor.GetRawText()}, as it is at #{_anchors[key]}; each must be there only once.");
        }
    }

    private SchemaSite Walk(string resource, string path, string reference, string place)
    {
        if (_sites.TryGetValue(resource + path, out var known))
        {
            return known;
        }
        var element = _sites[resource].Element;
        var pointer = resource;
        foreach (var part in path[1..].Split('/'))
        {
            var token = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!TryStep(ref element, token))
            {
                throw new JsonSchemaException(place, $"\"$ref\" is \"{reference}\", but there is no \"{token}\" at #{pointer}.");
            }
            pointer = SchemaSite.Append(pointer, token);
        }
        if (!SchemaKeywords.IsSchema(element))
        {
            throw new JsonSchemaException(
                place, $"\"$ref\" is \"{reference}\", but no schema is there; a schema is an object, true or false.");
        }
        if (!_sites.ContainsKey(pointer))
        {
            // A schema below a word that is no keyword: known from now on, as part of the schema around it.
            var around = pointer;
            while (!_sites.ContainsKey(around))
            {
                around = around[..around.LastIndexOf('/')];
            }
            Index(element, pointer, _sites[around].Base);
        }
        return _sites[pointer];
    }

    private static bool TryStep(ref JsonElement element, string token)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.TryGetProperty(token, out element);
        }
        if (element.ValueKind == JsonValueKind.Array
            && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength())
        {
            element = element[index];
            return true;
        }
        return false;
    }

    private static Uri Combine(Uri within, string text, string place, string found) => Uri.TryCreate(within, text, out var uri)
        ? uri
        : throw new JsonSchemaException(place, $"\"{found}\" is not a URI reference.");

    [GeneratedRegex("^[A-Za-z_][-A-Za-z0-9._]*$", RegexOptions.CultureInvariant)]
    private static partial Regex AnchorName { get; }
}
