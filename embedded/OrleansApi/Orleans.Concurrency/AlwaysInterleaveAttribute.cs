namespace Orleans.Concurrency;

/// <summary>Calls of this grain interface method may start while other requests await.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
