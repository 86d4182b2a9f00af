using System.Text.Json.Nodes;

namespace Motia;

/// <summary>What a realtime stream says about itself: a type with a static <c>Config</c> of the derived type, in a file named <c>*.stream.cs</c> or <c>*_stream.cs</c>.</summary>
public abstract class StreamDefinition
{
    private protected StreamDefinition()
    {
    }

    /// <summary>The stream's name, unique among the project's streams: 1–128 letters, digits, spaces and <c>. _ - : /</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence for people; shown in the catalog.</summary>
    public string? Description { get; init; }

    /// <summary>The JSON Schema of an item, for the catalog. Default: derived from the item's type.</summary>
    public JsonNode? Schema { get; init; }

    /// <summary>Whether a subscription is allowed; false and throwing are the same. Default: whoever may connect may subscribe.</summary>
    /// <remarks>Asked when somebody subscribes, and at least every 30 seconds as long as the subscription lives.</remarks>
    public StreamAccess? CanAccess { get; init; }

    /// <summary>The type of an item.</summary>
    public abstract Type ItemType { get; }
}
