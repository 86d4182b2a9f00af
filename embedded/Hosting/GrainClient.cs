using System.Collections.Concurrent;
using System.Reflection;
using Motia.Embedded.Activations;
using Motia.Embedded.Calls;
using Motia.Embedded.Observers;
using Orleans;
using Orleans.Runtime;

namespace Motia.Embedded.Hosting;

/// <summary>Makes references, for grains and for everyone else in the process.</summary>
internal sealed class GrainClient(Silo silo) : IClusterClient
{
    private readonly ConcurrentDictionary<Type, ObserverProxy> _observers = new();

    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Reference(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)(object)Reference(grainInterfaceType, grainPrimaryKey, null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        silo.Grains.Find(grainId.Type).CreateReference<TGrainInterface>(grainId.Key.ToString());

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        ThrowInGrain();
        if (obj is AddressableProxy or Grain)
        {
            throw new ArgumentException("Only an object that is neither a grain nor a reference can become an observer.", nameof(obj));
        }

        var prototype = _observers.GetOrAdd(
            typeof(TGrainObserverInterface), static type => (ObserverProxy)DispatchProxy.Create(type, typeof(ObserverProxy)));
        return (TGrainObserverInterface)(object)prototype.To(new ObserverTarget(silo, obj));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ThrowInGrain();
        if (obj is not ObserverProxy reference)
        {
            throw new ArgumentException("Only a reference from CreateObjectReference can be deleted.", nameof(obj));
        }

        reference.Target.Delete();
    }

    private GrainProxy Reference(Type grainInterface, string key, string? classNamePrefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return silo.Grains.Prototype(grainInterface).To(silo.Grains.Find(grainInterface, classNamePrefix), key);
    }

    private static void ThrowInGrain()
    {
        if (Activation.Running is not null)
        {
            throw new InvalidOperationException("A grain makes and deletes no references to local objects; it passes its own reference, from AsReference.");
        }
    }
}
