namespace Motia.Embedded;

/// <summary>What the grains of one type have done.</summary>
/// <param name="Type">The grain class's name.</param>
/// <param name="Activations">How many activations there are now.</param>
/// <param name="Calls">How many calls have ended.</param>
/// <param name="MeanMs">The mean time from a call's first turn to its end, in milliseconds.</param>
/// <param name="P99Ms">The time that 99 of 100 calls stayed under, in milliseconds, at most a quarter too high.</param>
/// <param name="Errors">How many of the calls failed.</param>
/// <param name="Methods">The same for each method that was called.</param>
public sealed record GrainStatistics(
    string Type, int Activations, long Calls, double MeanMs, double P99Ms, long Errors, IReadOnlyList<GrainMethodStatistics> Methods);
