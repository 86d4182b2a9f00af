namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A project in a folder of its own, which goes with the test.</summary>
public sealed class ProjectFolder : IDisposable
{
    private readonly Dictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    public ProjectFolder() => Root = Directory.CreateTempSubdirectory("motia-e2e-").FullName;

    public string Root { get; }

    public string Steps => Path.Combine(Root, "steps");

    public string Data => Path.Combine(Root, ".motia");

    public string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>Writes a file, making the folders on the way. The file is never seen half written.</summary>
    public ProjectFolder Write(string relativePath, string text)
    {
        var path = PathOf(relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".part", text);
        File.Move(path + ".part", path, overwrite: true);
        return this;
    }

    /// <summary>Waits until somebody has written a file.</summary>
    public Task FileAppearsAsync(string relativePath) => Eventually.Is(() => File.Exists(PathOf(relativePath)));

    /// <summary>Makes a closed gate, at which handlers wait with <c>await Gate.Pass(name)</c>.</summary>
    public ProjectFolder Close(string gate)
    {
        _gates.Add(gate, new Gate(PathOf($"{gate}.gate")));
        return Write("steps/Gate.cs", Gate.Step);
    }

    /// <summary>Lets through who waits at a gate, and whoever comes.</summary>
    public void Open(string gate) => _gates[gate].Open();

    public void Delete(string relativePath) => File.Delete(PathOf(relativePath));

    /// <summary>Writes <c>steps/{fileName}.step.cs</c> with one api step; see <see cref="StepText.Api"/>.</summary>
    public ProjectFolder Api(string route, string handler, string config = "", string parameters = "ApiRequest request, StepContext context", string more = "", string? name = null)
    {
        name ??= StepText.NameOf(route);
        return Write($"steps/{name}.step.cs", StepText.Api(name, route, handler, config, parameters, more));
    }

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }

        Directory.Delete(Root, recursive: true);
    }
}
