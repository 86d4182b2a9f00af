using System.Text.Json.Nodes;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Keeps a group's list as a client does: items in the order of their creation, changed by id.</summary>
internal sealed class StreamList
{
    private readonly List<JsonNode> _items = [];
    private long _last;

    public IReadOnlyList<JsonNode> Items => _items;

    /// <summary>The greatest <c>v</c> in it.</summary>
    public int Highest => _items.Count == 0 ? -1 : _items.Max(item => (int)item["v"]!);

    public string Text => new JsonArray([.. _items.Select(item => item.DeepClone())]).ToJsonString();

    public void Take(JsonNode frame)
    {
        var data = frame["event"]!["data"];
        if ((string)frame["event"]!["type"]! != "sync" && (long)frame["timestamp"]! <= _last)
        {
            throw new InvalidDataException($"A frame of {frame["timestamp"]} came after one of {_last}.");
        }

        _last = (long)frame["timestamp"]!;
        switch ((string)frame["event"]!["type"]!)
        {
            case "sync":
                _items.Clear();
                _items.AddRange(data!.AsArray().Select(item => item!));
                break;
            case "create" when At(data!) < 0:
                _items.Add(data!);
                break;
            case "update" when At(data!) is var at and >= 0:
                _items[at] = data!;
                break;
            case "delete":
                _items.RemoveAll(item => (string?)item["id"] == (string?)data!["id"]);
                break;
        }
    }

    private int At(JsonNode item) => _items.FindIndex(known => (string?)known["id"] == (string?)item["id"]);
}
