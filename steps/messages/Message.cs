namespace Sample.Messages;

/// <summary>A message as it is kept. Files beside steps are compiled with them.</summary>
public sealed record Message(string Id, string Text);
