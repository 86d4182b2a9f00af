using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Compilation;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Compilation;

/// <summary>A project directory with a steps directory, compiled by the SDK of this machine.</summary>
internal sealed class StepFolderFixture : IDisposable
{
    public const string Implicit =
        """
        public static class Greeting
        {
            public static string Text() => string.Join(" ", new List<string> { "one", "two" }.Select(word => word));
        }
        """;

    private readonly TempFolder _root;
    private StepFolder _folder;

    public StepFolderFixture(string folderName = "motia test ")
    {
        _root = new TempFolder(folderName);
        Directory.CreateDirectory(Steps);
        _folder = Open();
    }

    public string Project => _root.Path;

    public string Steps => Path.Combine(Project, "steps");

    public string Cache => Path.Combine(Project, ".motia", "cache");

    public ManualTime Time { get; } = new();

    public ToolProcess Process { get; private set; } = new();

    public static string Step(string type, string expression) =>
        $$"""
        using Motia;

        public static class {{type}}
        {
            public static readonly ApiStep Config = new() { Name = "{{type}}", Method = "GET", Path = "/{{type}}" };

            public static string Text() => {{expression}};
        }
        """;

    public string Write(string relativePath, string text) => _root.Write(Path.Combine("steps", relativePath), text);

    public void Delete(string relativePath) => File.Delete(Path.Combine(Steps, relativePath));

    public Task<StepFolderBuild> BuildAsync() => _folder.BuildAsync(CancellationToken.None);

    /// <summary>As a new process would: nothing is remembered but what the cache holds.</summary>
    public void Restart()
    {
        _folder.Dispose();
        Process = new ToolProcess();
        _folder = Open();
    }

    public static string? Call(StepFolderBuild build, string type) => Find(build, type) is { } method ? (string?)method.Invoke(null, null) : null;

    public static bool Has(StepFolderBuild build, string type) => Find(build, type) is not null;

    public void Dispose()
    {
        _folder.Dispose();
        _root.Dispose();
    }

    private static MethodInfo? Find(StepFolderBuild build, string type)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        var resolver = build.HasDependencies ? new AssemblyDependencyResolver(build.AssemblyPath!) : null;
        context.Resolving += (_, name) => resolver?.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        using var assembly = File.OpenRead(build.AssemblyPath!);
        using var symbols = File.OpenRead(Path.ChangeExtension(build.AssemblyPath!, ".pdb"));
        return context.LoadFromStream(assembly, symbols).GetType(type)?.GetMethod("Text");
    }

    private StepFolder Open() => new(Steps, Project, Cache, Process, NullLogger.Instance, Time);
}
