namespace Motia.Silo.Schemas;

/// <summary>One thing in an instance that its schema does not allow.</summary>
/// <param name="Path">Where, dot-separated, for example <c>items.0.name</c>; empty for the instance itself.</param>
/// <param name="Message">What was found there and what is allowed.</param>
public sealed record SchemaError(string Path, string Message);
