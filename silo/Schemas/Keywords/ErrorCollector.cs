using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>Gathers errors with their paths. A check that is given none only answers yes or no, and stops at the first no.</summary>
internal sealed class ErrorCollector
{
    private const int Limit = 64;

    private readonly List<Entry> _entries = [];
    private readonly List<string> _path;
    private readonly int _depth;

    public ErrorCollector()
        : this([])
    {
    }

    private ErrorCollector(List<string> path)
    {
        _path = path;
        _depth = path.Count;
    }

    public bool IsFull => _entries.Count >= Limit;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>How far the value is from this form: 2 if its type or constant is another, 1 if a member's constant is, else 0.</summary>
    public int Distance { get; private set; }

    /// <summary>The types that would have been allowed here, when another type is all that is wrong.</summary>
    public JsonTypes OtherTypes { get; private set; }

    /// <summary>A collector at the same place whose errors are looked at before they count.</summary>
    public ErrorCollector Branch() => new(_path);

    public void Enter(string segment) => _path.Add(segment);

    public void Enter(int index) => _path.Add(index.ToString(CultureInfo.InvariantCulture));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    public void Add(string message) => _entries.Add(new Entry(string.Join('.', _path), message));

    public void AddType(JsonElement found, JsonTypes allowed)
    {
        OtherTypes = _path.Count == _depth && IsEmpty ? allowed : JsonTypes.None;
        AddOther($"is {Describe(found)}; it must be {allowed.Describe()}");
    }

    public void AddOther(string message)
    {
        Distance = _path.Count == _depth ? 2 : Distance;
        Add(message);
    }

    public void AddConstant(string message)
    {
        Distance = Math.Max(Distance, 2 - (_path.Count - _depth));
        Add(message);
    }

    public void Take(ErrorCollector branch)
    {
        Distance = Math.Max(Distance, branch.Distance);
        _entries.AddRange(branch._entries.Take(Limit - _entries.Count));
    }

    /// <summary>The first error in a few words, for a list of the forms that were tried.</summary>
    public string Summary()
    {
        var first = _entries[0];
        var here = string.Join('.', _path);
        var place = first.Path == here ? "it" : $"\"{(here.Length == 0 ? first.Path : first.Path[(here.Length + 1)..])}\"";
        return $"{place} {first.Message}";
    }

    public IReadOnlyList<SchemaError> ToErrors() => [.. _entries.Distinct().Select(entry => new SchemaError(entry.Path, entry.Message))];

    /// <summary>The value as an error message shows it: short, and whole only when it is a simple one.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"an array of {Count(value.GetArrayLength(), "item")}",
        JsonValueKind.String => Quote(JsonText.Of(value)),
        _ => Shorten(JsonMarshal.GetRawUtf8Value(value)),
    };

    public static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A text as it stands in the document, in quotes and not too long.</summary>
    public static string Quote(ReadOnlySpan<byte> text) => $"\"{Shorten(text)}\"";

    private static string Shorten(ReadOnlySpan<byte> text)
    {
        const int Longest = 60;
        var shown = Encoding.UTF8.GetString(text[..Math.Min(text.Length, 4 * (Longest + 1))]);
        return shown.Length <= Longest ? shown : $"{shown[..(char.IsHighSurrogate(shown[Longest - 1]) ? Longest - 1 : Longest)]}…";
    }

    private readonly record struct Entry(string Path, string Message);
}
