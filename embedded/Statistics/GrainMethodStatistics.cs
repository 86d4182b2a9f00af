namespace Motia.Embedded;

/// <summary>What one method of a grain type has done.</summary>
/// <param name="Method">The method's name, after its interface's.</param>
/// <param name="Calls">How many calls have ended.</param>
/// <param name="MeanMs">The mean time from a call's first turn to its end, in milliseconds.</param>
/// <param name="P99Ms">The time that 99 of 100 calls stayed under, in milliseconds, at most a quarter too high.</param>
/// <param name="Errors">How many of the calls failed.</param>
public sealed record GrainMethodStatistics(string Method, long Calls, double MeanMs, double P99Ms, long Errors);
