namespace Motia.Bench.Starts;

/// <summary>One start of a server.</summary>
/// <param name="Milliseconds">From the start of the process to the first answer with 200.</param>
/// <param name="IdleMb">The memory it had in use after it had answered a few requests and then none for some seconds; 0 if it was not waited for.</param>
internal sealed record StartResult(double Milliseconds, double IdleMb);
