namespace Motia.Bench.State;

/// <summary>What callers that called for a time have done.</summary>
/// <param name="Calls">Calls that came back.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Cpu">The processor time the process used.</param>
internal sealed record CallResult(long Calls, TimeSpan Time, TimeSpan Cpu)
{
    public double PerSecond => Calls / Time.TotalSeconds;

    public double Microseconds => Time.TotalMicroseconds / Calls;

    public double CpuMicroseconds => Cpu.TotalMicroseconds / Calls;
}
