namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>A service of which every activation has its own.</summary>
public sealed class ScopedService : IDisposable
{
    public Guid Id { get; } = Guid.NewGuid();

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}
