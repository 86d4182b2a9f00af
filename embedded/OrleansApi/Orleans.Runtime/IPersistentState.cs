using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A stored record of a grain, given to its constructor and read before OnActivateAsync runs.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
