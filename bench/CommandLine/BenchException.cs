namespace Motia.Bench.CommandLine;

/// <summary>The benchmark can't go on; the message says what was found and what to do.</summary>
internal sealed class BenchException(string message, Exception? inner = null) : Exception(message, inner);
