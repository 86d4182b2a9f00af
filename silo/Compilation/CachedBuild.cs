namespace Motia.Silo.Compilation;

/// <summary>A verified entry of the cache.</summary>
internal sealed record CachedBuild(string Key, string AssemblyPath);
