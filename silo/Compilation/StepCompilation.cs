using System.Security.Cryptography;
using System.Text;

namespace Motia.Silo.Compilation;

/// <summary>How the sources of one steps directory become an assembly: what the SDK's compiler is told, and the key of what it answers.</summary>
internal sealed class StepCompilation(string directory, DotnetSdk sdk, ReferenceSet references, string projectUsings)
{
    private const string UsingsFile = "usings.g.cs";

    // What the SDK gives a project with ImplicitUsings.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;

        """;

    // Nullable is "annotations" because warnings are not shown here: the same metadata as "enable" without the flow analysis. Optimized, because the
    // JIT never optimizes what was compiled without.
    private static readonly string[] Options =
    [
        "-nologo", "-target:library", "-langversion:14.0", "-nullable:annotations", "-warn:0", "-optimize+", "-deterministic", "-debug:portable",
        "-nostdlib+", "-utf8output", "-preferreduilang:en-US", "-define:TRACE;NET;NETCOREAPP;NET10_0;" + string.Join(';',
            Enumerable.Range(5, 6).Select(version => $"NET{version}_0_OR_GREATER")),
    ];

    public string SourceDirectory => directory;

    /// <summary>A hash over all that decides the result.</summary>
    public string Key(IReadOnlyCollection<SourceFile> sources)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in (string[])[sdk.Version, references.Identity, directory, projectUsings, .. Options])
        {
            Append(hash, Encoding.UTF8.GetBytes(text));
        }

        foreach (var source in sources)
        {
            Append(hash, Encoding.UTF8.GetBytes(source.RelativePath));
            Append(hash, source.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The assembly's path within the work folder. Its name carries the key, so that generations can be told apart in a stack or a debugger.</summary>
    public string AssemblyFile(string key)
    {
        var name = string.Concat(Path.GetFileName(directory).Where(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));
        return $"{StepCache.Binaries}/{(name.Length > 0 ? name : "steps")}.{key[..8]}.dll";
    }

    /// <summary>Compiles a copy of <paramref name="sources"/> in <paramref name="work"/>, because what is on disk may change meanwhile. The debug information
    /// names <paramref name="entry"/>, where the work folder goes afterwards.</summary>
    /// <returns>The errors; none if it was compiled.</returns>
    public async Task<IReadOnlyList<CompilerDiagnostic>> RunAsync(
        IReadOnlyCollection<SourceFile> sources, string work, string entry, string key, ToolProcess process, CancellationToken cancellationToken)
    {
        var copies = Path.Combine(work, StepCache.Sources);
        foreach (var source in sources)
        {
            var copy = Path.Combine(copies, source.RelativePath);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            await File.WriteAllBytesAsync(copy, source.Content, cancellationToken);
        }

        var response = Path.Combine(work, "csc.rsp");
        await File.WriteAllTextAsync(Path.Combine(work, UsingsFile), ImplicitUsings + projectUsings, cancellationToken);
        await File.WriteAllLinesAsync(response, Arguments(sources, work, entry, key), cancellationToken);
        var run = ToolProcess.Prepare(sdk.Host, copies, ["exec", sdk.Compiler, "-noconfig", "@" + response]);
        var output = await process.RunAsync(run, cancellationToken);
        return output.ExitCode == 0 ? [] : CompilerDiagnostic.Parse(output);
    }

    private static void Append(IncrementalHash hash, byte[] data)
    {
        hash.AppendData(BitConverter.GetBytes(data.LongLength));
        hash.AppendData(data);
    }

    private static string Mapped(string path) => path.Replace(",", ",,", StringComparison.Ordinal).Replace("=", "==", StringComparison.Ordinal);

    private IEnumerable<string> Arguments(IReadOnlyCollection<SourceFile> sources, string work, string entry, string key) =>
    [
        .. Options,
        $"-out:\"{Path.Combine(work, AssemblyFile(key))}\"",
        $"-pathmap:\"{Mapped(Path.Combine(work, StepCache.Sources))}={Mapped(directory)},{Mapped(work)}={Mapped(entry)}\"",
        .. references.Paths.Select(path => $"-reference:\"{path}\""),
        .. SourceGenerators.For(sdk, Environment.Version, sources).Select(path => $"-analyzer:\"{path}\""),
        $"\"{Path.Combine(work, UsingsFile)}\"",
        .. sources.Select(source => $"\"./{source.RelativePath}\""),
    ];
}
