using System.Reflection;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>The zod that the build installed for the Node runner's tests, as a package of a project.</summary>
internal static class InstalledZod
{
    private static readonly Lazy<string> Packages = new(Find);

    /// <summary>Makes a package of the runner the project's <c>zod</c>.</summary>
    /// <param name="project">The project.</param>
    /// <param name="package"><c>zod-3</c> or <c>zod-4</c>.</param>
    public static ProjectFolder WithZod(this ProjectFolder project, string package)
    {
        var installed = Path.Combine(Packages.Value, package);
        if (!File.Exists(Path.Combine(installed, "package.json")))
        {
            throw new InvalidOperationException($"{installed} is not installed; run npm ci in runners/node.");
        }

        Directory.CreateDirectory(project.PathOf("node_modules"));
        Directory.CreateSymbolicLink(project.PathOf("node_modules/zod"), installed);
        return project;
    }

    private static string Find()
    {
        var silo = typeof(InstalledZod).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Silo").Value!;
        for (var directory = Path.GetDirectoryName(silo); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "Motia.Orleans.sln")))
            {
                return Path.Combine(directory, "runners", "node", "node_modules");
            }
        }

        throw new InvalidOperationException($"No folder above {silo} has Motia.Orleans.sln.");
    }
}
