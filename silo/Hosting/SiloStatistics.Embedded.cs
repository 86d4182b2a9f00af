using Microsoft.Extensions.DependencyInjection;
using Motia.Gateway.Control;

namespace Motia.Silo.Hosting;

/// <summary>Tells the control surface what the grains did, from the Embedded runtime's own counts.</summary>
internal sealed class SiloStatistics(Embedded.IGrainStatistics statistics) : IGrainReporter
{
    public static void Add(IServiceCollection services) => services.AddSingleton<IGrainReporter, SiloStatistics>();

    public Task<GrainReport> ReadAsync() => Task.FromResult(new GrainReport(
        statistics.Silos,
        [.. statistics.Read().Select(type => new GrainTypeReport(type.Type, type.Activations, type.Calls, type.MeanMs, type.P99Ms, type.Errors))]));
}
