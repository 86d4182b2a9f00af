namespace Orleans.Concurrency;

/// <summary>Requests to the grain may start while others await; turns still run one at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
