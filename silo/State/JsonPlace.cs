using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Grains;

namespace Motia.Silo.State;

/// <summary>A place in a value that an operation reads and writes: the value itself, a member of an object or an element of an array.</summary>
internal sealed class JsonPlace
{
    private readonly JsonNode? _parent;
    private readonly string _name = "";
    private readonly int _index;
    private JsonNode? _root;
    private bool _rootExists;

    /// <summary>The value itself.</summary>
    public JsonPlace(JsonNode? root, bool exists) => (_root, _rootExists) = (root, exists);

    private JsonPlace(JsonNode parent, string name, int index) => (_parent, _name, _index) = (parent, name, index);

    /// <summary>Whether something is there; JSON <c>null</c> is something.</summary>
    public bool Exists => _parent switch
    {
        JsonObject members => members.ContainsKey(_name),
        JsonArray elements => _index < elements.Count,
        _ => _rootExists,
    };

    /// <summary>What is there.</summary>
    public JsonNode? Value
    {
        get => !Exists ? null : _parent switch
        {
            JsonObject members => members[_name],
            JsonArray elements => elements[_index],
            _ => _root,
        };

        set
        {
            switch (_parent)
            {
                case JsonObject members:
                    members[_name] = value;
                    break;
                case JsonArray elements when _index == elements.Count:
                    elements.Add(value);
                    break;
                case JsonArray elements:
                    elements[_index] = value;
                    break;
                default:
                    (_root, _rootExists) = (value, true);
                    break;
            }
        }
    }

    /// <summary>The parts of a dot-separated path; none for "".</summary>
    public static string[] ParsePath(string path)
    {
        if (path.Length == 0)
        {
            return [];
        }

        var parts = path.Split('.', StateRules.DeepestValue + 1);
        if (parts.Length > StateRules.DeepestValue)
        {
            throw new StateUpdateException($"path has more than {StateRules.DeepestValue} parts, deeper than a value may be.");
        }

        return parts.Contains("") ? throw new StateUpdateException($"path is \"{path}\"; none of its dot-separated parts may be empty.") : parts;
    }

    /// <summary>What a value is, for errors.</summary>
    public static string Describe(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        var kind => kind == JsonValueKind.True ? "true" : "false",
    };

    /// <summary>The place of a path; null if nothing is there.</summary>
    public JsonPlace? Find(string[] path)
    {
        var place = this;
        foreach (var part in path)
        {
            place = place?.Value is { } container ? Child(container, part) : null;
        }

        return place is { Exists: true } ? place : null;
    }

    /// <summary>The place of a path, with objects made where nothing or null is on the way.</summary>
    public JsonPlace Make(string[] path)
    {
        var place = this;
        foreach (var part in path)
        {
            var container = place.Value ?? (place.Value = new JsonObject());
            place = Child(container, part) ?? throw new StateUpdateException(container is JsonArray elements
                ? $"\"{part}\" of the path is in an array of {elements.Count}; there it must be an index from 0 to {elements.Count}, where the last adds an element."
                : $"\"{part}\" of the path is in {Describe(container)}; there must be an object, an array or nothing.");
        }

        return place;
    }

    /// <summary>Removes what is there; of the value itself, null stays.</summary>
    public void Remove()
    {
        switch (_parent)
        {
            case JsonObject members:
                members.Remove(_name);
                break;
            case JsonArray elements:
                elements.RemoveAt(_index);
                break;
            default:
                _root = null;
                break;
        }
    }

    private static JsonPlace? Child(JsonNode container, string part) => container switch
    {
        JsonObject => new(container, part, 0),
        JsonArray elements when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= elements.Count => new(container, part, index),
        _ => null,
    };
}
