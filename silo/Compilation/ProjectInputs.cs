using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Motia.Silo.Compilation;

/// <summary>The key of a project's build: a hash over the files that MSBuild would read.</summary>
internal static class ProjectInputs
{
    private static readonly string[] Extensions = [".cs", ".csproj", ".props", ".targets", ".resx", ".json", ".config"];

    private static readonly string[] Inherited =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "nuget.config", "NuGet.Config"];

    private static readonly char[] Computed = ['$', '@', '%', '*', ';'];

    /// <summary>Null if a reference or an import is computed by MSBuild, so that what it reads cannot be told without running it.</summary>
    public static string? Key(string project, DotnetSdk sdk)
    {
        var inputs = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { [""] = Encoding.UTF8.GetBytes($"{sdk.Version} {project}") };
        if (!Add(Path.GetFullPath(project), inputs, new HashSet<string>(StringComparer.Ordinal)))
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in inputs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool Add(string project, SortedDictionary<string, byte[]> inputs, HashSet<string> visited)
    {
        if (!visited.Add(project) || !File.Exists(project))
        {
            return true;
        }

        var folder = Path.GetDirectoryName(project)!;
        foreach (var file in SourceTree.Files(folder, Extensions).Concat(InheritedFiles(folder)))
        {
            inputs[file] = SHA256.HashData(File.ReadAllBytes(file));
        }

        var root = XDocument.Load(project).Root!;
        return root.Descendants().All(item => item.Name.LocalName switch
        {
            "Import" => false,
            "ProjectReference" => Plain(item) is not { } path || (path.Length > 0 && Add(FullPath(folder, path), inputs, visited)),
            "Reference" => AddBinary(item, folder, inputs),
            _ => true,
        });
    }

    private static bool AddBinary(XElement item, string folder, SortedDictionary<string, byte[]> inputs)
    {
        var hint = (string?)item.Attribute("HintPath") ?? item.Elements().FirstOrDefault(e => e.Name.LocalName == "HintPath")?.Value;
        var path = hint ?? (string?)item.Attribute("Include") ?? "";
        if (path.AsSpan().IndexOfAny(Computed) >= 0)
        {
            return false;
        }

        if (new FileInfo(FullPath(folder, path)) is { Exists: true } file)
        {
            inputs[file.FullName] = BitConverter.GetBytes(file.LastWriteTimeUtc.Ticks ^ (file.Length << 40));
        }

        return true;
    }

    // Null without an Include, empty if it is computed.
    private static string? Plain(XElement item) => (string?)item.Attribute("Include") is { } include
        ? include.AsSpan().IndexOfAny(Computed) >= 0 ? "" : include
        : null;

    private static string FullPath(string folder, string path) => Path.GetFullPath(Path.Combine(folder, path.Replace('\\', Path.DirectorySeparatorChar)));

    private static IEnumerable<string> InheritedFiles(string folder)
    {
        for (var above = Directory.GetParent(folder); above is not null; above = above.Parent)
        {
            foreach (var file in Inherited.Select(name => Path.Combine(above.FullName, name)).Where(File.Exists))
            {
                yield return file;
            }
        }
    }
}
