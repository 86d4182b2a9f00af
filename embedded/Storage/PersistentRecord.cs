using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Motia.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Motia.Embedded.Storage;

/// <summary>A stored record of one activation, whatever its type.</summary>
internal abstract class PersistentRecord
{
    private static readonly MethodInfo MakeOfState = typeof(PersistentRecord).GetMethod(nameof(Make), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Reads the record before the activation runs its first request.</summary>
    internal abstract Task ReadFirstAsync(CancellationToken cancellationToken);

    /// <summary>What makes the record for a constructor's parameter.</summary>
    internal static Func<Activation, PersistentRecord> Factory(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new ArgumentException(
                $"Parameter '{parameter.Name}' of {parameter.Member.DeclaringType!.FullName} is marked [PersistentState] but is of type {type}; "
                + "it must be an IPersistentState<T>.");
        }

        return MakeOfState.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<ParameterInfo, Func<Activation, PersistentRecord>>>()(parameter);
    }

    private static Func<Activation, PersistentRecord> Make<TState>(ParameterInfo parameter)
    {
        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        var name = string.IsNullOrEmpty(attribute.StateName) ? parameter.Name! : attribute.StateName;
        var storage = attribute.StorageName;
        return activation => new PersistentState<TState>(name, activation, Provider(activation, storage));
    }

    private static IGrainStorage Provider(Activation activation, string? name) =>
        (string.IsNullOrWhiteSpace(name)
            ? activation.ActivationServices.GetService<IGrainStorage>()
            : activation.ActivationServices.GetKeyedService<IGrainStorage>(name))
        ?? throw new BadProviderConfigException(string.IsNullOrWhiteSpace(name)
            ? $"No default storage provider found loading grain type {activation.Type.Name}. Register an IGrainStorage."
            : $"No storage provider named \"{name}\" found loading grain type {activation.Type.Name}. Register an IGrainStorage as a keyed service.");
}
