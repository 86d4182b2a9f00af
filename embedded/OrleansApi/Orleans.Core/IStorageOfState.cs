namespace Orleans.Core;

/// <summary>A stored record of a grain.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state. It is reachable only in the grain's turns.</summary>
    TState State { get; set; }
}
