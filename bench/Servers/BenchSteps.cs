using System.Globalization;

namespace Motia.Bench.Servers;

/// <summary>The benchmark's steps as files, as a user writes them: the silo compiles them itself.</summary>
internal static class BenchSteps
{
    private const string HttpSteps = "Steps/";

    /// <summary>Writes the steps into a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="set">Which steps: what their resources' names begin with.</param>
    /// <returns>The directory.</returns>
    public static string Write(string directory, string set = HttpSteps)
    {
        foreach (var (name, text) in Read(set))
        {
            File.WriteAllText(Path.Combine(directory, name), text);
        }

        return directory;
    }

    /// <summary>Writes so many steps into a directory: copies of the benchmark's own, all of them together in a folder and a namespace, again and again.</summary>
    /// <returns>The directory.</returns>
    public static string WriteMany(string directory, int count)
    {
        var originals = Read(HttpSteps).ToArray();
        for (var i = 0; i < count; i++)
        {
            var number = (i / originals.Length).ToString("000", CultureInfo.InvariantCulture);
            var (name, text) = originals[i % originals.Length];
            var copy = text
                .Replace("namespace Bench.Steps", $"namespace Bench.Steps.Copy{number}", StringComparison.Ordinal)
                .Replace("Name = \"", $"Name = \"Copy{number}", StringComparison.Ordinal)
                .Replace("Path = \"", $"Path = \"/copies/{number}", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(directory, number)).FullName, name), copy);
        }

        return directory;
    }

    private static IEnumerable<(string Name, string Text)> Read(string set)
    {
        var assembly = typeof(BenchSteps).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(set, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return (resource[set.Length..], reader.ReadToEnd());
        }
    }
}
