namespace Motia.Silo.Compilation;

/// <summary>A .NET SDK on this machine.</summary>
/// <param name="Root">The folder that holds <c>sdk</c>, <c>packs</c> and the <c>dotnet</c> host.</param>
/// <param name="Version">As the folder below <c>sdk</c> is named.</param>
internal sealed record DotnetSdk(string Root, string Version)
{
    public string Host => Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");

    public string Compiler => Path.Combine(Root, "sdk", Version, "Roslyn", "bincore", "csc.dll");

    /// <summary>The newest targeting pack of that name for a runtime (what projects are compiled against); null if there is none.</summary>
    public DirectoryInfo? Pack(string name, Version runtime) =>
        new DirectoryInfo(Path.Combine(Root, "packs", name)) is not { Exists: true } packs
            ? null
            : packs.EnumerateDirectories($"{runtime.Major}.{runtime.Minor}.*")
                .Where(folder => System.Version.TryParse(folder.Name, out _))
                .MaxBy(folder => System.Version.Parse(folder.Name));
}
