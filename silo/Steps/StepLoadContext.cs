using System.Reflection;
using System.Runtime.Loader;

namespace Motia.Silo.Steps;

/// <summary>Loads an assembly of steps: the host's own assemblies first, so that types are shared, then what lies beside it.</summary>
/// <param name="path">The assembly.</param>
/// <param name="hasDependencies">Whether dependencies of its own lie beside it.</param>
internal sealed class StepLoadContext(string path, bool hasDependencies) : AssemblyLoadContext($"steps {Path.GetFileNameWithoutExtension(path)}")
{
    private readonly AssemblyDependencyResolver? _resolver = hasDependencies ? new(path) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        try
        {
            return Default.LoadFromAssemblyName(assemblyName);
        }
        catch (FileNotFoundException)
        {
            return _resolver?.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
        }
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver?.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
}
