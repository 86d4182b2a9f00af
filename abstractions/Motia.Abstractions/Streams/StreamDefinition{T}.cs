namespace Motia;

/// <summary>Defines a realtime stream.</summary>
/// <typeparam name="T">The type of an item: a JSON object.</typeparam>
public sealed class StreamDefinition<T> : StreamDefinition
{
    /// <inheritdoc />
    public override Type ItemType => typeof(T);
}
