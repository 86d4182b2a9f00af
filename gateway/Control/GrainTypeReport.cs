namespace Motia.Gateway.Control;

/// <summary>What the grains of one type did since their silo started.</summary>
/// <param name="Type">The grain class.</param>
/// <param name="Activations">How many are in memory now.</param>
/// <param name="Calls">How many calls ended; null if the runtime does not count them.</param>
/// <param name="MeanMs">The mean time of a call in milliseconds.</param>
/// <param name="P99Ms">The time in milliseconds that 99 of 100 calls did not exceed, to the precision of the runtime's histogram.</param>
/// <param name="Errors">How many calls threw.</param>
public sealed record GrainTypeReport(string Type, long Activations, long? Calls, double? MeanMs, double? P99Ms, long? Errors);
