using Motia.Tests.Shared;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>The zod that the build installed for the Node runner's tests, as a package of a project.</summary>
internal static class InstalledZod
{
    /// <summary>Makes a package of the runner the project's <c>zod</c>.</summary>
    /// <param name="project">The project.</param>
    /// <param name="package"><c>zod-3</c> or <c>zod-4</c>.</param>
    public static ProjectFolder WithZod(this ProjectFolder project, string package)
    {
        var installed = Repository.PathOf("runners", "node", "node_modules", package);
        if (!Directory.Exists(installed))
        {
            throw new InvalidOperationException($"{installed} is not installed; run npm ci in runners/node.");
        }

        Directory.CreateDirectory(project.PathOf("node_modules"));
        Directory.CreateSymbolicLink(project.PathOf("node_modules/zod"), installed);
        return project;
    }
}
