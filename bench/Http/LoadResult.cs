namespace Motia.Bench.Http;

/// <summary>What a time of load gave.</summary>
/// <param name="Requests">Requests answered.</param>
/// <param name="Time">How long it took.</param>
/// <param name="ServerCpu">The processor time the server used.</param>
/// <param name="LoadCpu">The processor time that making the load used.</param>
internal sealed record LoadResult(long Requests, TimeSpan Time, TimeSpan ServerCpu, TimeSpan LoadCpu)
{
    public double PerSecond => Requests / Time.TotalSeconds;

    public double CpuMicroseconds => ServerCpu.TotalMicroseconds / Requests;

    /// <summary>How busy the server's processor was, in percent; below about 97 the server was not what limited the rate.</summary>
    public double ServerBusy => 100 * (ServerCpu / Time);

    public static LoadResult operator +(LoadResult one, LoadResult other) =>
        new(one.Requests + other.Requests, one.Time + other.Time, one.ServerCpu + other.ServerCpu, one.LoadCpu + other.LoadCpu);

    public double LoadBusy => 100 * (LoadCpu / Time);
}
