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

    public string? Text(string field, bool isRequired = false) => Read(field, "text", isRequired) is not { } value ? null
        : value is JsonValue text && text.GetValueKind() == JsonValueKind.String ? text.GetValue<string>()
        : Wrong<string>(field, value, "text");

    public int? Whole(string field) => Read(field) is not { } value ? null
        : value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && decimal.TryParse(number.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var exact) && exact == Math.Truncate(exact) && Math.Abs(exact) <= int.MaxValue ? (int)exact
        : WrongNumber(field, value, "a whole number");

    public double? Number(string field)
    {
        if (Read(field) is not { } value)
        {
            return null;
        }

        if (value is JsonValue number && number.GetValueKind() == JsonValueKind.Number)
        {
            return number.GetValue<JsonElement>().GetDouble();
        }

        Note(field, value, "a number");
        return null;
    }

    public bool Flag(string field)
    {
        if (Read(field) is not { } value)
        {
            return false;
        }

        if (value is JsonValue flag && flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
        {
            return flag.GetValue<bool>();
        }

        Note(field, value, "true or false");
        return false;
    }

    /// <summary>One of some words.</summary>
    public string? Word(string field, params string[] words) => Text(field) is not { } word ? null
        : words.Contains(word, StringComparer.Ordinal) ? word
        : WrongWord(field, word, words);

    public IReadOnlyList<string> Texts(string field, bool isRequired = false)
    {
        var list = new List<string>();
        foreach (var (item, at) in Items(field, isRequired, "a list of text"))
        {
            if (item is JsonValue text && text.GetValueKind() == JsonValueKind.String)
            {
                list.Add(text.GetValue<string>());
            }
            else
            {
                Note(at, item, "text");
            }
        }

        return list;
    }

    public ConfigObject? Object(string field) => Read(field) is not { } value ? null
        : value is JsonObject inner ? new ConfigObject(inner, $"{path}{field}.", mistakes)
        : Wrong<ConfigObject>(field, value, "an object");

    /// <summary>A JSON Schema, as it is.</summary>
    public JsonNode? Schema(string field) => Read(field) is not { } value ? null
        : value is JsonObject || (value is JsonValue flag && flag.GetValueKind() is JsonValueKind.True or JsonValueKind.False) ? value.DeepClone()
        : Wrong<JsonNode>(field, value, "a JSON Schema, which is an object");

    /// <summary>The members of an object whose names are free.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Members(string field) => Read(field) is not { } value ? []
        : value is JsonObject inner ? inner
        : Wrong<JsonObject>(field, value, "an object") ?? [];

    /// <summary>The items of a list, with their places.</summary>
    public IEnumerable<(JsonNode? Item, string At)> Items(string field, bool isRequired, string kind)
    {
        if (Read(field, kind, isRequired) is not { } value)
        {
            return [];
        }

        if (value is JsonArray list)
        {
            return list.Select((item, at) => (item, $"{field}[{at}]"));
        }

        Note(field, value, kind);
        return [];
    }

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
        _ => value.GetValueKind() == JsonValueKind.String ? StepRules.Quote(value.GetValue<string>()) : value.ToJsonString(),
    };

    // What is null, as Python's None is, was not given.
    private JsonNode? Read(string field, string demanded = "", bool isRequired = false)
    {
        _known.Add(field);
        var value = json[field];
        if (value is null && isRequired)
        {
            mistakes.Add($"\"{path}{field}\" is missing; it must be {demanded}.");
        }

        return value;
    }

    private T? Wrong<T>(string field, JsonNode found, string demanded)
        where T : class
    {
        Note(field, found, demanded);
        return null;
    }

    private int? WrongNumber(string field, JsonNode found, string demanded)
    {
        Note(field, found, demanded);
        return null;
    }

    private string? WrongWord(string field, string word, string[] words)
    {
        mistakes.Add($"\"{path}{field}\" is \"{word}\"; it must be {string.Join(" or ", words.Select(allowed => $"\"{allowed}\""))}.");
        return null;
    }
}
