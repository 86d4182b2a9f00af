using Microsoft.Extensions.Hosting;
using Motia.Embedded.Storage.Sqlite;

namespace Motia.Silo.Storage;

/// <summary>Opens the store before anything else starts: a data directory that can't be used keeps the host from starting.</summary>
/// <param name="store">The store; asking for it opens it.</param>
internal sealed class StoreOpening(SqliteRecordStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        store.Failure is { } failure ? throw new InvalidOperationException(failure) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
