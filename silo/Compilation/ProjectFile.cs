using System.Xml;
using System.Xml.Linq;

namespace Motia.Silo.Compilation;

/// <summary>What the .csproj of a steps directory asks for beyond the defaults.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="NeedsBuild">Whether it references more than Motia.Abstractions, so that only MSBuild can build it.</param>
/// <param name="GlobalUsings">Its <c>Using</c> items, as C# with the line each comes from.</param>
internal sealed record ProjectFile(string Path, bool NeedsBuild, string GlobalUsings)
{
    private const string Abstractions = "Motia.Abstractions";

    // What a project made by "new" has: Motia.Abstractions and the assemblies it refers to.
    private const string EditorReferences = ".motia/sdk/*.dll";

    private static readonly HashSet<string> ReferenceItems =
        new(StringComparer.OrdinalIgnoreCase) { "PackageReference", "ProjectReference", "Reference", "FrameworkReference" };

    /// <summary>The projects in the steps directory; if there is none, those in the project directory.</summary>
    public static IReadOnlyList<string> Candidates(string directory, string projectDirectory) =>
        In(directory) is { Count: > 0 } own ? own : In(projectDirectory);

    /// <exception cref="XmlException">It is not XML.</exception>
    public static ProjectFile Read(string path)
    {
        using var file = File.OpenRead(path);
        var root = XDocument.Load(file, LoadOptions.SetLineInfo).Root!;
        var sdk = (string?)root.Attribute("Sdk") ?? "";
        var isPlain = sdk == "Microsoft.NET.Sdk" || sdk.StartsWith("Microsoft.NET.Sdk/", StringComparison.Ordinal);
        var references = root.Descendants().Where(item => ReferenceItems.Contains(item.Name.LocalName)).Select(Include).OfType<string>();
        var usings = root.Descendants().Where(item => item.Name.LocalName == "Using").Select(item => GlobalUsing(item, path)).OfType<string>();
        return new ProjectFile(path, !isPlain || references.Any(include => !IsAbstractions(include)), string.Concat(usings));
    }

    private static List<string> In(string directory) =>
        Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.csproj").Order(StringComparer.Ordinal).ToList() : [];

    private static string? Include(XElement item) => (string?)item.Attribute("Include");

    // ".motia/sdk/*.dll", "../abstractions/Motia.Abstractions.csproj", "Motia.Abstractions", "Motia.Abstractions, Version=1.0.0.0"
    private static bool IsAbstractions(string include)
    {
        var name = include.Split(',')[0].Trim().Replace('\\', '/').Split('/')[^1];
        return include.Replace('\\', '/') == EditorReferences || name is Abstractions or Abstractions + ".csproj" or Abstractions + ".dll";
    }

    private static string? GlobalUsing(XElement item, string path)
    {
        if (Include(item) is not { Length: > 0 } name || name.Contains('$', StringComparison.Ordinal))
        {
            return null;
        }

        var isStatic = string.Equals((string?)item.Attribute("Static"), "true", StringComparison.OrdinalIgnoreCase);
        var alias = (string?)item.Attribute("Alias") is { Length: > 0 } a ? $"{a} = " : "";
        return $"#line {((IXmlLineInfo)item).LineNumber} \"{path}\"\nglobal using {(isStatic ? "static " : "")}{alias}{name};\n";
    }
}
