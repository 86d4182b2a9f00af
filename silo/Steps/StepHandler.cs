using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Motia.Silo.Steps;

/// <summary>Calls a step's <c>Handler</c>. How each parameter gets its value is settled once, when the step is loaded.</summary>
internal sealed class StepHandler
{
    private readonly MethodInvoker _invoker;
    private readonly Func<object?, StepContext, object?>[] _parameters;
    private readonly ObjectFactory? _makeInstance;

    private StepHandler(MethodInfo method, Func<object?, StepContext, object?>[] parameters, ObjectFactory? makeInstance)
    {
        _invoker = MethodInvoker.Create(method);
        (_parameters, _makeInstance) = (parameters, makeInstance);
    }

    /// <summary>Settles how a handler is called.</summary>
    /// <param name="method">The handler.</param>
    /// <param name="takesInput">Whether its first parameter is the input: an api handler's request, an event handler's data.</param>
    /// <exception cref="InvalidStepException">A parameter can't be given.</exception>
    public static StepHandler Bind(MethodInfo method, bool takesInput)
    {
        var given = method.GetParameters();
        if (method.IsGenericMethodDefinition)
        {
            throw new InvalidStepException("\"Handler\" is generic; its types must be fixed.", isAboutHandler: true);
        }

        if (given.FirstOrDefault(parameter => parameter.ParameterType.IsByRef || parameter.ParameterType.IsByRefLike) is { } byReference)
        {
            throw new InvalidStepException($"the parameter \"{byReference.Name}\" of \"Handler\" is passed by reference; take it by value.", isAboutHandler: true);
        }

        var parameters = given.Select((parameter, index) => index == 0 && takesInput ? Input : From(parameter)).ToArray();
        var makeInstance = method.IsStatic ? null : MakeInstance(method.DeclaringType!);
        return new StepHandler(method, parameters, makeInstance);
    }

    /// <summary>Calls the handler.</summary>
    /// <param name="input">Its first argument, if it takes an input.</param>
    /// <param name="context">The run's context, which owns the object that the handler is called on.</param>
    /// <returns>What it returned.</returns>
    public object? Invoke(object? input, RunContext context)
    {
        var instance = _makeInstance?.Invoke(context.Services, null);
        context.Own(instance);
        if (_parameters.Length == 2 && ReferenceEquals(_parameters[0], Input))
        {
            return _invoker.Invoke(instance, input, _parameters[1](input, context));
        }

        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _parameters[i](input, context);
        }

        return _invoker.Invoke(instance, arguments.AsSpan());
    }

    private static readonly Func<object?, StepContext, object?> Input = (input, _) => input;
    private static readonly Func<object?, StepContext, object?> Context = (_, context) => context;

    private static Func<object?, StepContext, object?> From(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (type == typeof(StepContext))
        {
            return Context;
        }

        if (type == typeof(CancellationToken))
        {
            return (_, context) => context.CancellationToken;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { Key: { } key })
        {
            return (_, context) => context.Services.GetRequiredKeyedService(type, key);
        }

        return parameter.HasDefaultValue
            ? (_, context) => context.Services.GetService(type) ?? parameter.DefaultValue
            : (_, context) => context.Services.GetRequiredService(type);
    }

    private static ObjectFactory MakeInstance(Type type)
    {
        if (type.IsAbstract || type.GetConstructors().Length != 1)
        {
            throw new InvalidStepException(
                $"{type.Name} has a \"Handler\" that is not static; such a class must not be abstract and must have exactly one public constructor, or make the handler static.",
                isAboutHandler: true);
        }

        return ActivatorUtilities.CreateFactory(type, []);
    }
}
