using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Motia.Embedded.Storage;
using Orleans;
using Orleans.Runtime;

namespace Motia.Embedded.Activations;

/// <summary>Makes grains of one class: stored records for the parameters marked so, services for the others.</summary>
internal sealed class GrainConstructor
{
    private readonly ObjectFactory _factory;
    private readonly Func<Activation, PersistentRecord>[] _records;

    internal GrainConstructor(Type grainClass)
    {
        var constructors = grainClass.GetConstructors();
        var constructor = Array.Find(constructors, one => one.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute))) ?? constructors.FirstOrDefault()
            ?? throw new InvalidOperationException($"{grainClass.FullName} has no public constructor.");
        var marked = constructor.GetParameters().Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute))).ToArray();
        _records = [.. marked.Select(PersistentRecord.Factory)];
        _factory = ActivatorUtilities.CreateFactory(grainClass, [.. marked.Select(parameter => parameter.ParameterType)]);
    }

    internal IReadOnlyList<PersistentRecord> Create(Activation activation, out Grain grain)
    {
        var records = Array.ConvertAll(_records, make => make(activation));
        grain = (Grain)_factory(activation.ActivationServices, records);
        return records;
    }
}
