using Microsoft.Extensions.DependencyInjection;
using Motia.Gateway.Control;

namespace Motia.Silo.Hosting;

/// <summary>Tells the control surface how many activations the cluster has. Calls and times are in the Orleans Dashboard.</summary>
internal sealed class SiloStatistics(IGrainFactory grains) : IGrainReporter
{
    public static void Add(IServiceCollection services) => services.AddSingleton<IGrainReporter, SiloStatistics>();

    public async Task<GrainReport> ReadAsync()
    {
        var management = grains.GetGrain<IManagementGrain>(0);
        var hosts = await management.GetHosts(onlyActive: true);
        var statistics = await management.GetSimpleGrainStatistics();
        return new GrainReport(
            hosts.Count,
            [.. statistics.GroupBy(grain => grain.GrainType, StringComparer.Ordinal)
                .Select(type => new GrainTypeReport(type.Key.Split(',')[0].Split('.')[^1], type.Sum(grain => (long)grain.ActivationCount), null, null, null, null))
                .OrderBy(type => type.Type, StringComparer.Ordinal)]);
    }
}
