namespace Sample.Messages;

/// <summary>The event on <c>message.sent</c>. Files beside steps are compiled with them.</summary>
public sealed record MessageSent(string Id, string Text);
