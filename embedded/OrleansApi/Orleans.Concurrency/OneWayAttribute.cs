namespace Orleans.Concurrency;

/// <summary>A caller of this interface method does not learn how it ended, not even that it failed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
