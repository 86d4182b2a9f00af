using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>An object of a config that is read field by field. What is not as it should be is noted; what nobody read is not known.</summary>
/// <param name="json">The object.</param>
/// <param name="path">Where it is: empty for the config itself, else its path and a dot.</param>
/// <param name="mistakes">Where mistakes are noted.</param>
internal sealed class ConfigObject(JsonObject json, string path, List<string> mistakes)
{
    private readonly List<string> _known = [];

    public string? Text(string field, bool isRequired = false) => Read(field, "text", IsText, isRequired)?.GetValue<string>();

    public int? Whole(string field) => Read(field, "a whole number", value => WholeOf(value) is not null) is { } number ? WholeOf(number) : null;

    public double? Number(string field) => Read(field, "a number", IsNumber)?.GetValue<JsonElement>().GetDouble();

    public bool Flag(string field) => Read(field, "true or false", IsFlag)?.GetValue<bool>() ?? false;

    /// <summary>One of some words.</summary>
    public string? Word(string field, params string[] words)
    {
        var word = Text(field);
        if (word is null || words.Contains(word, StringComparer.Ordinal))
        {
            return word;
        }

        Note(field, word, string.Join(" or ", words.Select(StepRules.Quote)));
        return null;
    }

    public IReadOnlyList<string> Texts(string field, bool isRequired = false)
    {
        var list = new List<string>();
        foreach (var (item, at) in Items(field, isRequired, "a list of text"))
        {
            if (item is not null && IsText(item))
            {
                list.Add(item.GetValue<string>());
            }
            else
            {
                Note(at, item, "text");
            }
        }

        return list;
    }

    public ConfigObject? Object(string field) =>
        Read(field, "an object", value => value is JsonObject) is JsonObject inner ? new ConfigObject(inner, $"{path}{field}.", mistakes) : null;

    /// <summary>A JSON Schema, as it is.</summary>
    public JsonNode? Schema(string field) => Read(field, "a JSON Schema, which is an object", value => value is JsonObject || IsFlag(value))?.DeepClone();

    /// <summary>The members of an object whose names are free.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Members(string field) => Read(field, "an object", value => value is JsonObject) as JsonObject ?? [];

    /// <summary>The items of a list, with their places.</summary>
    public IEnumerable<(JsonNode? Item, string At)> Items(string field, bool isRequired, string kind) =>
        Read(field, kind, value => value is JsonArray, isRequired) is JsonArray list ? list.Select((item, at) => (item, $"{field}[{at}]")) : [];

    /// <summary>An object that is an item of a list; null, and a mistake, if it is none.</summary>
    public ConfigObject? Item(JsonNode? item, string at, string kind)
    {
        if (item is JsonObject inner)
        {
            return new ConfigObject(inner, $"{path}{at}.", mistakes);
        }

        Note(at, item, kind);
        return null;
    }

    /// <summary>Says that a field is allowed, without reading it.</summary>
    public void Allow(string field) => _known.Add(field);

    /// <summary>Notes the fields that nobody read.</summary>
    /// <param name="what">What the object is.</param>
    public void DemandKnown(string what)
    {
        foreach (var (field, _) in json.Where(member => !_known.Contains(member.Key)))
        {
            mistakes.Add($"\"{path}{field}\" is not known; {what} can have {string.Join(", ", _known.Select(known => $"\"{known}\""))}.");
        }
    }

    /// <summary>Notes that a field is not what it must be.</summary>
    public void Note(string field, JsonNode? found, string demanded) => mistakes.Add($"\"{path}{field}\" is {Describe(found)}; it must be {demanded}.");

    private static string Describe(JsonNode? value) => value switch
    {
        null => "nothing",
        JsonObject function when function.ContainsKey("$function") => "a function",
        JsonObject => "an object",
        JsonArray => "a list",
        _ => IsText(value) ? StepRules.Quote(value.GetValue<string>()) : value.ToJsonString(),
    };

    private static bool IsText(JsonNode value) => value.GetValueKind() == JsonValueKind.String;

    private static bool IsNumber(JsonNode value) => value.GetValueKind() == JsonValueKind.Number;

    private static bool IsFlag(JsonNode value) => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static int? WholeOf(JsonNode value) =>
        IsNumber(value) && decimal.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var exact) && exact == Math.Truncate(exact) && Math.Abs(exact) <= int.MaxValue
            ? (int)exact
            : null;

    // Null too, and a mistake, if it is not what is demanded. What is null, as Python's None is, was not given.
    private JsonNode? Read(string field, string demanded, Func<JsonNode, bool> isRight, bool isRequired = false)
    {
        _known.Add(field);
        var value = json[field];
        if (value is null)
        {
            if (isRequired)
            {
                mistakes.Add($"\"{path}{field}\" is missing; it must be {demanded}.");
            }

            return null;
        }

        if (!isRight(value))
        {
            Note(field, value, demanded);
            return null;
        }

        return value;
    }
}
