using System.Collections.Concurrent;
using System.Reflection;
using Motia.Embedded.Calls;
using Motia.Embedded.Hosting;
using Orleans;
using Orleans.Runtime;

namespace Motia.Embedded.Activations;

/// <summary>The grain classes of a silo: all those in loaded assemblies that reference this one.</summary>
internal sealed class GrainTypes(Silo silo)
{
    private readonly ConcurrentDictionary<Type, GrainProxy> _prototypes = new();
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainTypeEntry> _found = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Assembly> _seen = [];
    private GrainTypeEntry[] _entries = [];

    internal IReadOnlyList<GrainTypeEntry> Entries => Volatile.Read(ref _entries);

    /// <summary>The class that implements the interface.</summary>
    internal GrainTypeEntry Find(Type grainInterface, string? classNamePrefix) =>
        _found.TryGetValue((grainInterface, classNamePrefix), out var entry)
            ? entry
            : _found.GetOrAdd((grainInterface, classNamePrefix), Search(grainInterface, classNamePrefix));

    /// <summary>The class with this name.</summary>
    internal GrainTypeEntry Find(GrainType type)
    {
        Discover();
        return Array.Find(_entries, entry => entry.GrainType == type)
            ?? throw new ArgumentException($"There is no grain class of type \"{type}\".", nameof(type));
    }

    /// <summary>A reference to nothing, of which the others are copies.</summary>
    internal GrainProxy Prototype(Type grainInterface) =>
        _prototypes.GetOrAdd(grainInterface, static type => (GrainProxy)DispatchProxy.Create(type, typeof(GrainProxy)));

    private GrainTypeEntry Search(Type grainInterface, string? classNamePrefix)
    {
        Discover();
        var matches = Array.FindAll(_entries, entry => grainInterface.IsAssignableFrom(entry.Class)
            && (string.IsNullOrWhiteSpace(classNamePrefix) || entry.Class.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal)));
        return matches switch
        {
            [var only] => only,
            [] => throw new ArgumentException($"Could not find an implementation for interface {grainInterface.FullName}"
                + (classNamePrefix is null ? "." : $" whose class name begins with \"{classNamePrefix}\".")),
            _ => throw new ArgumentException($"Several classes implement {grainInterface.FullName}: "
                + $"{string.Join(", ", matches.Select(match => match.Class.FullName))}. Name one by the prefix of its class name."),
        };
    }

    /// <summary>Looks through the assemblies that were loaded since the last time.</summary>
    internal void Discover()
    {
        lock (_gate)
        {
            var entries = new List<GrainTypeEntry>(_entries);
            var runtime = typeof(Grain).Assembly.GetName().Name;
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                if (assembly.IsDynamic || !_seen.Add(assembly)
                    || !Array.Exists(assembly.GetReferencedAssemblies(), reference => reference.Name == runtime))
                {
                    continue;
                }

                entries.AddRange(
                    from type in assembly.GetTypes()
                    where type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.IsSubclassOf(typeof(Grain))
                    select new GrainTypeEntry(silo, type));
            }

            foreach (var twins in entries.GroupBy(entry => entry.GrainType).Where(group => group.Count() > 1))
            {
                throw new InvalidOperationException(
                    $"Grain classes {string.Join(" and ", twins.Select(twin => twin.Class.FullName))} have the same grain type \"{twins.Key}\". Rename one.");
            }

            Volatile.Write(ref _entries, [.. entries]);
        }
    }
}
