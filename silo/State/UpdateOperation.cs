using System.Text.Json;
using System.Text.Json.Nodes;

namespace Motia.Silo.State;

/// <summary>One operation of an update, checked.</summary>
internal sealed class UpdateOperation
{
    private const string Types = "set, merge, increment, decrement or remove";

    private readonly string _type;
    private readonly string[] _path;
    private readonly JsonNode? _value;

    private UpdateOperation(string type, string[] path, JsonNode? value) => (_type, _path, _value) = (type, path, value);

    /// <summary>Reads an operation.</summary>
    /// <param name="json">An object with <c>type</c>, <c>path</c> and, by type, <c>value</c> or <c>by</c>. Other members are left alone.</param>
    /// <param name="index">Its place in the array, for errors.</param>
    public static UpdateOperation Parse(JsonNode? json, int index)
    {
        try
        {
            return Parse(json as JsonObject ?? throw new StateUpdateException($"it is {JsonPlace.Describe(json)}; it must be an object with type and path."));
        }
        catch (StateUpdateException failure)
        {
            throw new StateUpdateException($"operations[{index}]: {failure.Message}");
        }
    }

    public void Apply(JsonPlace root)
    {
        if (_type == "remove")
        {
            root.Find(_path)?.Remove();
            return;
        }

        var place = root.Make(_path);
        switch (_type)
        {
            case "set":
                place.Value = _value?.DeepClone();
                break;
            case "merge":
                Merge(place, (JsonObject)_value!);
                break;
            default:
                Add(place, _value!.ToJsonString());
                break;
        }
    }

    private static UpdateOperation Parse(JsonObject json)
    {
        var type = Text(json, "type", $"it must be {Types}");
        var path = JsonPlace.ParsePath(Text(json, "path", "it must be a dot-separated path, \"\" for the value itself"));
        return type switch
        {
            "set" => new(type, path, Member(json, "value", "set writes it")),
            "merge" => new(type, path, Member(json, "value", "merge writes its members") is JsonObject members
                ? members
                : throw new StateUpdateException($"value is {JsonPlace.Describe(json["value"])}; merge needs an object.")),
            "increment" or "decrement" => new(type, path, Member(json, "by", $"{type} changes the number by it") is JsonValue by && by.GetValueKind() == JsonValueKind.Number
                ? by
                : throw new StateUpdateException($"by is {JsonPlace.Describe(json["by"])}; {type} needs a number.")),
            "remove" => new(type, path, null),
            _ => throw new StateUpdateException($"type is \"{type}\"; it must be {Types}."),
        };
    }

    private static void Merge(JsonPlace place, JsonObject members)
    {
        if (place.Value is not (null or JsonObject))
        {
            throw new StateUpdateException($"there is {JsonPlace.Describe(place.Value)} at the path; merge needs an object or nothing there.");
        }

        var target = place.Value as JsonObject ?? [];
        foreach (var (name, value) in members)
        {
            target[name] = value?.DeepClone();
        }

        if (!ReferenceEquals(place.Value, target) || !place.Exists)
        {
            place.Value = target;
        }
    }

    private void Add(JsonPlace place, string by)
    {
        if (place.Exists && !(place.Value is JsonValue number && number.GetValueKind() == JsonValueKind.Number))
        {
            throw new StateUpdateException($"there is {JsonPlace.Describe(place.Value)} at the path; {_type} needs a number or nothing there.");
        }

        var sum = JsonSum.Of(place.Exists ? place.Value!.ToJsonString() : "0", by, negative: _type == "decrement");
        place.Value = JsonNode.Parse(sum);
    }

    private static JsonNode? Member(JsonObject json, string name, string meaning) =>
        json.TryGetPropertyValue(name, out var value) ? value : throw new StateUpdateException($"{name} is missing; {meaning}.");

    private static string Text(JsonObject json, string name, string rule) =>
        Member(json, name, rule) is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new StateUpdateException($"{name} is {JsonPlace.Describe(json[name])}; {rule}.");
}
