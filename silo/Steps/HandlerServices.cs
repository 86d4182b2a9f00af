using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Motia.Silo.Steps;

/// <summary>Checks, when a step is loaded, that dependency injection can give what its handler and its class ask for.</summary>
internal static class HandlerServices
{
    /// <summary>Checks a handler's further parameters and its class's constructor.</summary>
    /// <param name="method">The handler.</param>
    /// <param name="takesInput">Whether its first parameter is the input.</param>
    /// <param name="services">What knows which services there are.</param>
    /// <exception cref="InvalidStepException">Services are not registered; all of them are named.</exception>
    public static void Check(MethodInfo method, bool takesInput, IServiceProviderIsService services)
    {
        var needed = method.GetParameters().Skip(takesInput ? 1 : 0);
        if (!method.IsStatic)
        {
            needed = needed.Concat(method.DeclaringType!.GetConstructors()[0].GetParameters());
        }

        string[] missing = [.. needed.Where(parameter => !IsGiven(parameter, services)).Select(parameter => $"{TypeNames.Of(parameter.ParameterType)} \"{parameter.Name}\"")];
        if (missing.Length > 0)
        {
            var (are, them) = missing.Length == 1 ? ("is", "it") : ("are", "them");
            throw new InvalidStepException(
                $"\"Handler\" of {method.DeclaringType!.Name} needs {string.Join(", ", missing)}, which {are} not registered; register {them} in Startup.Configure or in the host's services.",
                isAboutHandler: true);
        }
    }

    private static bool IsGiven(ParameterInfo parameter, IServiceProviderIsService services) =>
        parameter.ParameterType == typeof(StepContext)
        || parameter.ParameterType == typeof(CancellationToken)
        || parameter.HasDefaultValue
        || (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { Key: { } key } && services is IServiceProviderIsKeyedService keyed
            ? keyed.IsKeyedService(parameter.ParameterType, key)
            : services.IsService(parameter.ParameterType));
}
