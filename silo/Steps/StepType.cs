using System.Reflection;

namespace Motia.Silo.Steps;

/// <summary>A type that is a step: it has a static <c>Config</c>.</summary>
/// <param name="Type">The type.</param>
/// <param name="Config">Its <c>Config</c>: a field or a property.</param>
internal sealed record StepType(Type Type, MemberInfo Config)
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The type's full name.</summary>
    public string Name => Type.FullName!;

    /// <summary>The steps of an assembly, in the order of their names.</summary>
    public static IEnumerable<StepType> In(Assembly assembly) =>
        from type in assembly.GetTypes()
        orderby type.FullName
        let config = (MemberInfo?)type.GetField("Config", Static) ?? type.GetProperty("Config", Static)
        where config is not null && typeof(StepConfig).IsAssignableFrom((config as FieldInfo)?.FieldType ?? ((PropertyInfo)config).PropertyType)
        select new StepType(type, config);

    /// <summary>The config, once its type's initializer has run.</summary>
    /// <exception cref="InvalidStepException">It is null or making it failed.</exception>
    public StepConfig ReadConfig()
    {
        object? value;
        try
        {
            value = Config is FieldInfo field ? field.GetValue(null) : ((PropertyInfo)Config).GetValue(null);
        }
        catch (Exception exception) when (exception is TypeInitializationException or TargetInvocationException)
        {
            var cause = exception.GetBaseException();
            throw new InvalidStepException($"making the config of {Type.Name} failed: {cause.GetType().Name}: {cause.Message}", isAboutHandler: false);
        }

        return value as StepConfig ?? throw new InvalidStepException($"the config of {Type.Name} is null; give it an ApiStep, EventStep, CronStep or NoopStep.", isAboutHandler: false);
    }

    /// <summary>Its method <c>Handler</c>.</summary>
    /// <exception cref="InvalidStepException">There is none, or more than one.</exception>
    public MethodInfo Handler()
    {
        var all = Type.GetMethods(Static | BindingFlags.Instance).Where(method => method.Name == "Handler").ToArray();
        return all switch
        {
            [var one] => one,
            [] => throw new InvalidStepException($"{Type.Name} has no method \"Handler\"; only noop steps have none.", isAboutHandler: false),
            _ => throw new InvalidStepException($"{Type.Name} has {all.Length} methods \"Handler\"; a step has one.", isAboutHandler: true),
        };
    }
}
