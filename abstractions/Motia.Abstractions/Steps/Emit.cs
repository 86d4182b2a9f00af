namespace Motia;

/// <summary>A topic that a step emits. A string converts to one.</summary>
/// <param name="Topic">The topic: 1–128 letters, digits, spaces and <c>. _ - : /</c>.</param>
/// <param name="Label">What the graph writes on the edge; default nothing.</param>
/// <param name="Conditional">Whether the graph shows the edge as one that is taken only sometimes.</param>
public sealed record Emit(string Topic, string? Label = null, bool Conditional = false)
{
    /// <summary>The topic alone, without label or condition.</summary>
    /// <param name="topic">The topic.</param>
    public static implicit operator Emit(string topic) => new(topic);

    /// <summary>The same as the conversion from a string.</summary>
    /// <param name="topic">The topic.</param>
    public static Emit FromString(string topic) => new(topic);
}
