using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Motia.OrleansConformance.Tests.Contracts;

/// <summary>
/// The rule for what crosses a grain call, checked on grain interfaces: primitives, strings, times and ids, <c>ReadOnlyMemory&lt;byte&gt;</c>,
/// <c>CancellationToken</c>, references to grains and observers, and records that are <c>[GenerateSerializer, Immutable]</c> with such members, or
/// read-only lists and immutable arrays of these. Embedded passes the objects themselves, so that whatever else crossed would be shared between two grains.
/// </summary>
public static class GrainContracts
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(void), typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(ReadOnlyMemory<byte>),
    ];

    private static readonly HashSet<Type> Lists = [typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>), typeof(ImmutableArray<>)];

    /// <summary>What breaks the rule in the grain and observer interfaces of an assembly, one sentence each.</summary>
    public static IReadOnlyList<string> Check(Assembly assembly) => Check(assembly.GetTypes().Where(IsContract));

    /// <summary>What breaks the rule in these interfaces, one sentence each.</summary>
    public static IReadOnlyList<string> Check(IEnumerable<Type> interfaces)
    {
        var broken = new List<string>();
        foreach (var method in interfaces.SelectMany(one => one.GetMethods()))
        {
            var name = $"{method.DeclaringType!.Name}.{method.Name}";
            CheckType(Unwrap(method, broken, name), $"the result of {name}", broken, [], inCall: true);
            foreach (var parameter in method.GetParameters())
            {
                CheckType(parameter.ParameterType, $"parameter '{parameter.Name}' of {name}", broken, [], inCall: true);
            }
        }

        return broken;
    }

    private static bool IsContract(Type type) =>
        type is { IsInterface: true, Namespace: not null } && (typeof(IGrain).IsAssignableFrom(type) || typeof(IGrainObserver).IsAssignableFrom(type));

    private static Type Unwrap(MethodInfo method, List<string> broken, string name)
    {
        var type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return typeof(void);
        }

        if (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
        {
            return type.GetGenericArguments()[0];
        }

        if (type != typeof(void) || !typeof(IGrainObserver).IsAssignableFrom(method.DeclaringType))
        {
            broken.Add($"{name} returns {type}; it must return Task, Task<T>, ValueTask or ValueTask<T>, or nothing in an observer.");
        }

        return typeof(void);
    }

    private static void CheckType(Type type, string where, List<string> broken, HashSet<Type> seen, bool inCall)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsPrimitive || type.IsEnum || Plain.Contains(type) || IsContract(type) || (inCall && type == typeof(CancellationToken)))
        {
            return;
        }

        if (type.IsGenericType && Lists.Contains(type.GetGenericTypeDefinition()))
        {
            foreach (var argument in type.GetGenericArguments())
            {
                CheckType(argument, where, broken, seen, inCall: false);
            }

            return;
        }

        if (!type.IsDefined(typeof(GenerateSerializerAttribute)) || !type.IsDefined(typeof(ImmutableAttribute)))
        {
            broken.Add($"{where} is of type {type.Name}; it must be a primitive, a string, ReadOnlyMemory<byte>, CancellationToken, a grain or observer "
                + "interface, a [GenerateSerializer, Immutable] record, or an ImmutableArray or IReadOnlyList of these.");
            return;
        }

        if (!seen.Add(type))
        {
            return;
        }

        foreach (var member in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (member.Name != "EqualityContract")
            {
                CheckMember(member, type, broken, seen);
            }
        }
    }

    private static void CheckMember(PropertyInfo member, Type type, List<string> broken, HashSet<Type> seen)
    {
        var where = $"{type.Name}.{member.Name}";
        if (member.SetMethod is { } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
        {
            broken.Add($"{where} can be set after the record was made; make it init.");
        }

        var stored = type.GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic) is not null;
        if (stored && !member.IsDefined(typeof(IdAttribute)))
        {
            broken.Add($"{where} has no [Id], so that Orleans would not carry it.");
        }

        if (stored)
        {
            CheckType(member.PropertyType, where, broken, seen, inCall: false);
        }
    }
}
