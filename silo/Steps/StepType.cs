using System.Reflection;

namespace Motia.Silo.Steps;

/// <summary>A type that is a step or a stream: it has a static <c>Config</c>.</summary>
/// <param name="Type">The type.</param>
/// <param name="Config">Its <c>Config</c>: a field or a property.</param>
/// <param name="IsStream">Whether it is a stream.</param>
internal sealed record StepType(Type Type, MemberInfo Config, bool IsStream)
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The type's full name.</summary>
    public string Name => Type.FullName!;

    /// <summary>The steps and streams of an assembly, in the order of their names.</summary>
    public static IEnumerable<StepType> In(Assembly assembly) =>
        from type in assembly.GetTypes()
        orderby type.FullName
        let config = (MemberInfo?)type.GetField("Config", Static) ?? type.GetProperty("Config", Static)
        where config is not null
        let kind = (config as FieldInfo)?.FieldType ?? ((PropertyInfo)config).PropertyType
        let isStream = typeof(StreamDefinition).IsAssignableFrom(kind)
        where isStream || typeof(StepConfig).IsAssignableFrom(kind)
        select new StepType(type, config, isStream);

    /// <summary>A step's config, once its type's initializer has run.</summary>
    /// <exception cref="InvalidStepException">It is null or making it failed.</exception>
    public StepConfig ReadConfig() =>
        ReadValue() as StepConfig ?? throw new InvalidStepException($"the config of {Type.Name} is null; give it an ApiStep, EventStep, CronStep or NoopStep.", isAboutHandler: false);

    /// <summary>A stream's config, once its type's initializer has run.</summary>
    /// <exception cref="InvalidStepException">It is null or making it failed.</exception>
    public StreamDefinition ReadStream() =>
        ReadValue() as StreamDefinition ?? throw new InvalidStepException($"the config of {Type.Name} is null; give it a StreamDefinition<T>.", isAboutHandler: false);

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

    private object? ReadValue()
    {
        try
        {
            return Config is FieldInfo field ? field.GetValue(null) : ((PropertyInfo)Config).GetValue(null);
        }
        catch (Exception exception) when (exception is TypeInitializationException or TargetInvocationException)
        {
            var cause = exception.GetBaseException();
            throw new InvalidStepException($"making the config of {Type.Name} failed: {cause.GetType().Name}: {cause.Message}", isAboutHandler: false);
        }
    }
}
