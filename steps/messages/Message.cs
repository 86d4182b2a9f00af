namespace Sample.Messages;

/// <summary>A message as it is kept.</summary>
public sealed record Message(string Id, string Text, int Words);
