using System.Reflection;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>The sources that the silo was built from.</summary>
internal static class Repository
{
    private const string Mark = "Motia.Orleans.sln";
    private static readonly Lazy<string> Root = new(Find);

    public static string PathOf(params string[] names) => Path.Combine([Root.Value, .. names]);

    private static string Find()
    {
        var silo = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Silo").Value!;
        for (var directory = Path.GetDirectoryName(silo); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, Mark)))
            {
                return directory;
            }
        }

        throw new InvalidOperationException($"No folder above {silo} has {Mark}.");
    }
}
