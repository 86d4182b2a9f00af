using Microsoft.Extensions.Diagnostics.HealthChecks;
using Motia.Embedded.Storage.Sqlite;

namespace Motia.Silo.Storage;

/// <summary>Tells whether storage answers and takes writes.</summary>
internal sealed class StorageCheck(SqliteRecordStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (store.Failure is { } failure)
        {
            return HealthCheckResult.Unhealthy(failure);
        }

        await store.ReadAsync("health", "probe", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
