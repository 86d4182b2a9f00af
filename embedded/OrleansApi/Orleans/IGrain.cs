using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks an interface as one that a grain implements.</summary>
public interface IGrain : IAddressable;
