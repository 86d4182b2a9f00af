namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>The silo that most tests share; each uses keys of its own.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private TestSilo? _silo;

    public TestSilo Silo => _silo!;

    public IClusterClient Client => Silo.Client;

    public async Task InitializeAsync() => _silo = await TestSilo.StartAsync();

    public async Task DisposeAsync() => await Silo.DisposeAsync();
}
