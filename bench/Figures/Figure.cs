namespace Motia.Bench.Figures;

/// <summary>One line of the report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Its unit; empty for a ratio.</param>
/// <param name="Value">What the rounds gave.</param>
/// <param name="Key">Its key in the JSON line; null if it is not there.</param>
/// <param name="Target">What it must reach; null if nothing.</param>
internal sealed record Figure(string Name, string Unit, Spread Value, string? Key = null, Target? Target = null);
