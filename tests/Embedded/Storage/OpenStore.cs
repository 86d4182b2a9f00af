using Motia.Embedded.Storage.Sqlite;

namespace Motia.Embedded.Tests.Storage;

/// <summary>The tests of a class that derive from it each have an open store in a directory of their own.</summary>
public abstract class OpenStore : IAsyncLifetime, IDisposable
{
    private readonly TestDirectory _directory = new();

    protected SqliteRecordStore Store { get; private set; } = null!;

    protected string Database => _directory.Database;

    public Task InitializeAsync()
    {
        Store = _directory.Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Store.DisposeAsync();

    public void Dispose()
    {
        _directory.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = _directory.Open();
    }
}
