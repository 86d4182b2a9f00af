using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Storage;

/// <summary>Tells whether storage answers.</summary>
internal sealed class StorageCheck([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await storage.ReadStateAsync("health", GrainId.Create("health", "h:probe"), new GrainState<GrainRecord>(new GrainRecord()));
        return HealthCheckResult.Healthy();
    }
}
