using System.Text;

namespace Motia.Silo.Compilation;

/// <summary>The framework's source generators, which a project has by default. Loading all of them costs a compilation 0.6 s, so each comes only when a source
/// names the attribute that it serves.</summary>
internal static class SourceGenerators
{
    private static readonly (byte[] Attribute, string Pack, string File)[] Known =
    [
        (Encoding.UTF8.GetBytes("GeneratedRegex"), "Microsoft.NETCore.App.Ref", "System.Text.RegularExpressions.Generator.dll"),
        (Encoding.UTF8.GetBytes("JsonSerializable"), "Microsoft.NETCore.App.Ref", "System.Text.Json.SourceGeneration.dll"),
        (Encoding.UTF8.GetBytes("LoggerMessage"), "Microsoft.AspNetCore.App.Ref", "Microsoft.Extensions.Logging.Generators.dll"),
    ];

    public static IReadOnlyList<string> For(DotnetSdk sdk, Version runtime, IReadOnlyCollection<SourceFile> sources) =>
        Known.Where(known => sources.Any(source => source.Content.AsSpan().IndexOf(known.Attribute) >= 0))
            .Select(known => sdk.Pack(known.Pack, runtime) is { } pack ? Path.Combine(pack.FullName, "analyzers", "dotnet", "cs", known.File) : null)
            .OfType<string>()
            .Where(File.Exists)
            .ToList();
}
