using System.Text.Json;
using Motia.Silo.Schemas;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Schemas;

/// <summary>The files of the public JSON Schema Test Suite, and the groups in them that are not implemented.</summary>
internal static class PublicSuite
{
    public const string RelativePath = "../shared/data/json-schema-test-suite/tests/draft2020-12";

    private const string Remote = "remote references are not implemented";

    private const string Dynamic = "\"$dynamicRef\" is not implemented";

    private const string DynamicAnchor = "\"$dynamicAnchor\" is not implemented";

    private const string Metaschema = "\"$schema\" is";

    /// <summary>The closed list: (file, group) and what the refusal of its schema says.</summary>
    public static IReadOnlyDictionary<(string File, string Group), string> NotImplemented { get; } =
        new Dictionary<(string File, string Group), string>
        {
            [("defs", "validate definition against metaschema")] = Remote,
            [("dynamicRef", "A $dynamicRef to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef to an $anchor in the same schema resource behaves like a normal $ref to an $anchor")] = Dynamic,
            [("dynamicRef", "A $ref to a $dynamicAnchor in the same schema resource behaves like a normal $ref to an $anchor")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef without anchor in fragment behaves identical to $ref")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution")] = DynamicAnchor,
            [("dynamicRef", "An $anchor with the same name as a $dynamicAnchor is not used for dynamic scope resolution")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef without a matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef with a non-matching $dynamicAnchor in the same schema resource behaves like a normal $ref to $anchor")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope")] = DynamicAnchor,
            [("dynamicRef", "A $dynamicRef that initially resolves to a schema without a matching $dynamicAnchor behaves like a normal $ref to $anchor")] = DynamicAnchor,
            [("dynamicRef", "multiple dynamic paths to the $dynamicRef keyword")] = DynamicAnchor,
            [("dynamicRef", "after leaving a dynamic scope, it is not used by a $dynamicRef")] = Dynamic,
            [("dynamicRef", "strict-tree schema, guards against misspelled properties")] = DynamicAnchor,
            [("dynamicRef", "tests for implementation dynamic anchor and reference link")] = Remote,
            [("dynamicRef", "$ref and $dynamicAnchor are independent of order - $defs first")] = Remote,
            [("dynamicRef", "$ref and $dynamicAnchor are independent of order - $ref first")] = Remote,
            [("dynamicRef", "$ref to $dynamicRef finds detached $dynamicAnchor")] = Remote,
            [("dynamicRef", "$dynamicRef points to a boolean schema")] = Dynamic,
            [("dynamicRef", "$dynamicRef skips over intermediate resources - direct reference")] = DynamicAnchor,
            [("dynamicRef", "$dynamicRef avoids the root of each schema, but scopes are still registered")] = DynamicAnchor,
            [("ref", "remote ref, containing refs itself")] = Remote,
            [("refRemote", "remote ref")] = Remote,
            [("refRemote", "fragment within remote ref")] = Remote,
            [("refRemote", "anchor within remote ref")] = Remote,
            [("refRemote", "ref within remote ref")] = Remote,
            [("refRemote", "base URI change")] = Remote,
            [("refRemote", "base URI change - change folder")] = Remote,
            [("refRemote", "base URI change - change folder in subschema")] = Remote,
            [("refRemote", "root ref in remote ref")] = Remote,
            [("refRemote", "remote ref with ref to defs")] = Remote,
            [("refRemote", "Location-independent identifier in remote ref")] = Remote,
            [("refRemote", "retrieved nested refs resolve relative to their URI not $id")] = Remote,
            [("refRemote", "remote HTTP ref with different $id")] = Remote,
            [("refRemote", "remote HTTP ref with different URN $id")] = Remote,
            [("refRemote", "remote HTTP ref with nested absolute ref")] = Remote,
            [("refRemote", "$ref to $ref finds detached $anchor")] = Remote,
            [("unevaluatedItems", "unevaluatedItems with $dynamicRef")] = DynamicAnchor,
            [("unevaluatedProperties", "unevaluatedProperties with $dynamicRef")] = DynamicAnchor,
            [("vocabulary", "schema that uses custom metaschema with with no validation vocabulary")] = Metaschema,
            [("vocabulary", "ignore unrecognized optional vocabulary")] = Metaschema,
        };

    public static string? Directory { get; } = Find();

    public static IEnumerable<(string File, JsonElement Group, JsonElement Test)> Cases()
    {
        foreach (var path in System.IO.Directory.EnumerateFiles(Directory!, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var group in document.RootElement.Clone().EnumerateArray())
            {
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    yield return (Path.GetFileNameWithoutExtension(path), group, test);
                }
            }
        }
    }

    /// <summary>Null when the case passes, otherwise what went wrong.</summary>
    public static string? Run(JsonElement group, JsonElement test)
    {
        JsonSchema schema;
        try
        {
            schema = JsonSchema.Compile(group.GetProperty("schema"));
        }
        catch (JsonSchemaException exception)
        {
            return exception.Message;
        }
        var expected = test.GetProperty("valid").GetBoolean();
        var valid = schema.IsValid(test.GetProperty("data"));
        var errors = schema.Validate(test.GetProperty("data"));
        return valid != expected || (errors.Count == 0) != expected ? $"is {(valid ? "valid" : "invalid")}, with {errors.Count} errors" : null;
    }

    private static string? Find()
    {
        var suite = Repository.PathOf(RelativePath);
        return System.IO.Directory.Exists(suite) ? suite : null;
    }
}
