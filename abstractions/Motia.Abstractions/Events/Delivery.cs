namespace Motia;

/// <summary>One event on its way to one step.</summary>
/// <param name="Id">Its identity; the same at each attempt, so that a handler can tell a repetition.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
public sealed record Delivery(string Id, int Attempt);
