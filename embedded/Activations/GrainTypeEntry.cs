using System.Collections.Concurrent;
using System.Reflection;
using Motia.Embedded.Calls;
using Motia.Embedded.Hosting;
using Motia.Embedded.Statistics;
using Motia.Embedded.Storage;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Motia.Embedded.Activations;

/// <summary>One grain class in one silo: its rules, its activations and its counts.</summary>
internal sealed class GrainTypeEntry
{
    private readonly ConcurrentDictionary<string, ICallTarget> _targets = new();
    private readonly ConcurrentDictionary<MethodInfo, GrainMethod> _methods = new();
    private readonly Lazy<GrainConstructor> _constructor;
    private readonly bool _isWorker;
    private int _active;

    internal GrainTypeEntry(Silo silo, Type grainClass)
    {
        Silo = silo;
        Class = grainClass;
        GrainType = GrainType.Create(TypeNameOf(grainClass));
        Reentrant = grainClass.IsDefined(typeof(ReentrantAttribute));
        var worker = grainClass.GetCustomAttribute<StatelessWorkerAttribute>();
        _isWorker = worker is not null;
        MaxWorkers = worker?.MaxLocal ?? 1;
        CollectionAge = grainClass.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? silo.Collection.CollectionAge;
        _constructor = new(() => new GrainConstructor(grainClass));
    }

    internal Silo Silo { get; }

    internal Type Class { get; }

    internal string Name => Class.Name;

    internal GrainType GrainType { get; }

    internal bool Reentrant { get; }

    internal int MaxWorkers { get; }

    internal TimeSpan CollectionAge { get; }

    internal IEnumerable<Activation> Activations =>
        _targets.Values.SelectMany(target => target is WorkerPool pool ? pool.Workers : [(Activation)target]);

    /// <summary>Where calls for this key go.</summary>
    internal ICallTarget Route(string key)
    {
        if (_targets.TryGetValue(key, out var target))
        {
            if (target is not Activation { HasEnded: true })
            {
                return target;
            }

            _targets.TryRemove(KeyValuePair.Create(key, target));
        }

        ThrowUnlessRunning();
        target = _targets.GetOrAdd(
            key, static (key, type) => type._isWorker ? new WorkerPool(type, key) : new Activation(type, key, null), this);
        KillIfTooLate(target as Activation);
        return target;
    }

    /// <summary>Ends an activation that others may not have seen yet when they ended all there were, because the silo was killed meanwhile.</summary>
    internal void KillIfTooLate(Activation? activation)
    {
        if (Silo.WasKilled)
        {
            activation?.Kill();
        }
    }

    /// <summary>Sends a request to the activation after the one that has ended.</summary>
    internal void Forward(string key, Request request)
    {
        try
        {
            while (!Route(key).TrySend(request))
            {
                // That one has ended as well.
            }
        }
        catch (SiloUnavailableException unavailable)
        {
            request.Fail(unavailable);
        }
    }

    internal void ThrowUnlessRunning() => Silo.ThrowUnlessRunning();

    internal GrainMethod Method(MethodInfo info) =>
        _methods.GetOrAdd(
            info,
            static (info, type) => GrainMethod.Create(
                info, type.Silo.Calls, type.Reentrant, new MethodStatistics($"{info.DeclaringType!.Name}.{info.Name}", type.Silo.Clock.TimestampFrequency)),
            this);

    /// <summary>Makes the grain, with its stored records, which are not read yet.</summary>
    internal IReadOnlyList<PersistentRecord> Create(Activation activation, out Grain grain) => _constructor.Value.Create(activation, out grain);

    internal TGrainInterface CreateReference<TGrainInterface>(string key) =>
        (TGrainInterface)(object)Silo.Grains.Prototype(typeof(TGrainInterface)).To(this, key);

    internal void OnActivated() => Interlocked.Increment(ref _active);

    internal void OnEnded(Activation activation, WorkerPool? pool, bool wasActive)
    {
        if (wasActive)
        {
            Interlocked.Decrement(ref _active);
        }

        if (pool is null)
        {
            _targets.TryRemove(KeyValuePair.Create(activation.Key, (ICallTarget)activation));
        }
        else
        {
            pool.Remove(activation);
        }
    }

    internal GrainStatistics Read()
    {
        var all = new LatencyCounts();
        var methods = new List<GrainMethodStatistics>();
        foreach (var method in _methods.Values)
        {
            var counts = method.Statistics!.Sum();
            all.Add(counts);
            methods.Add(new(method.Name, counts.Calls, counts.MeanMs, counts.QuantileMs(0.99), counts.Errors));
        }

        return new(
            Name, Volatile.Read(ref _active), all.Calls, all.MeanMs, all.QuantileMs(0.99), all.Errors,
            [.. methods.OrderBy(method => method.Method, StringComparer.Ordinal)]);
    }

    /// <summary>Orleans' own rule: the class's name in lower case, without a closing "grain".</summary>
    private static string TypeNameOf(Type grainClass)
    {
        const string Suffix = "grain";
#pragma warning disable CA1308 // Grain types are in lower case.
        var name = grainClass.Name.ToLowerInvariant();
#pragma warning restore CA1308
        return name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }
}
