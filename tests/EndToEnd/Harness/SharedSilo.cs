namespace Motia.EndToEnd.Tests.Harness;

/// <summary>One silo for the tests of a class: the class says which project it runs.</summary>
public abstract class SharedSilo : IAsyncLifetime, IDisposable
{
    private SiloProcess? _silo;

    public ProjectFolder Project { get; } = new();

    public SiloProcess Silo => _silo!;

    public HttpClient Http => Silo.Http;

    /// <summary>Further arguments. Default: keep nothing.</summary>
    protected virtual IReadOnlyList<string> Arguments => ["--data", ":memory:"];

    /// <summary>Whether <c>--steps</c> is given. Default: yes.</summary>
    protected virtual bool NamesSteps => true;

    protected virtual IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>();

    public async Task InitializeAsync()
    {
        Write(Project);
        _silo = await SiloProcess.StartInAsync(Project.Root, [.. NamesSteps ? ["--steps", Project.Steps] : Array.Empty<string>(), .. Arguments], Variables);
    }

    public async Task DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }
    }

    public void Dispose()
    {
        Project.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the project's files.</summary>
    protected abstract void Write(ProjectFolder project);
}
