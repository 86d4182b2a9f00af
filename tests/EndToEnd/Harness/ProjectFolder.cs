namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A project in a folder of its own, which goes with the test.</summary>
public sealed class ProjectFolder : IDisposable
{
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

    public void Delete(string relativePath) => File.Delete(PathOf(relativePath));

    /// <summary>Writes <c>steps/{fileName}.step.cs</c> with one api step; see <see cref="StepText.Api"/>.</summary>
    public ProjectFolder Api(string route, string handler, string config = "", string parameters = "ApiRequest request, StepContext context", string more = "", string? name = null)
    {
        name ??= StepText.NameOf(route);
        return Write($"steps/{name}.step.cs", StepText.Api(name, route, handler, config, parameters, more));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
