using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Motia.Silo.Compilation;

/// <summary>What steps are compiled against: the framework, and Motia.Abstractions with its dependencies.</summary>
/// <param name="Identity">Changes when one of the assemblies does.</param>
/// <param name="Paths">The assemblies.</param>
internal sealed record ReferenceSet(string Identity, IReadOnlyList<string> Paths)
{
    private static readonly Assembly[] Contract =
        [typeof(StepConfig).Assembly, typeof(ILogger).Assembly, typeof(IServiceCollection).Assembly, typeof(StringValues).Assembly];

    public static ReferenceSet For(DotnetSdk sdk, Version runtime)
    {
        var (name, framework) = ReferencePack(sdk, runtime) ?? RunningFramework();
        return new ReferenceSet(
            string.Join(' ', Contract.Select(a => a.ManifestModule.ModuleVersionId.ToString()).Prepend(name)),
            [.. framework.Order(StringComparer.Ordinal), .. Contract.Select(a => a.Location)]);
    }

    /// <summary>What a project is compiled against.</summary>
    public static (string Name, string[] Paths)? ReferencePack(DotnetSdk sdk, Version runtime) =>
        sdk.Pack("Microsoft.NETCore.App.Ref", runtime) is { } pack
            ? ($"pack {pack.Name}", Directory.GetFiles(Path.Combine(pack.FullName, "ref", $"net{runtime.Major}.{runtime.Minor}"), "*.dll"))
            : null;

    /// <summary>An SDK newer than the running runtime may lack that runtime's pack; what runs is then compiled against itself.</summary>
    public static (string Name, string[] Paths) RunningFramework()
    {
        var folder = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return ($"runtime {RuntimeEnvironment.GetSystemVersion()}",
            trusted.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == folder).ToArray());
    }
}
