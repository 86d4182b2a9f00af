using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Motia.Silo.Steps;

/// <summary>Applies an assembly's <c>Startup</c>, if it has one.</summary>
internal static class StepStartup
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Calls <c>static void Startup.Configure(IServiceCollection)</c>.</summary>
    /// <exception cref="InvalidStepException">There are several, its signature is another one, or it threw.</exception>
    public static void Apply(Assembly assembly, IServiceCollection services)
    {
        var startups = assembly.GetTypes().Where(type => type.Name == "Startup" && !type.IsNested).ToArray();
        if (startups.Length == 0)
        {
            return;
        }

        if (startups.Length > 1)
        {
            throw new InvalidStepException($"there are {startups.Length} classes Startup ({string.Join(", ", startups.Select(type => type.FullName))}); a project has one.", isAboutHandler: false);
        }

        var configure = startups[0].GetMethod("Configure", Static, [typeof(IServiceCollection)]);
        if (configure is null || configure.ReturnType != typeof(void))
        {
            throw new InvalidStepException("Startup has no \"static void Configure(IServiceCollection services)\".", isAboutHandler: false);
        }

        try
        {
            configure.Invoke(null, [services]);
        }
        catch (TargetInvocationException exception)
        {
            var cause = exception.GetBaseException();
            throw new InvalidStepException($"Startup.Configure failed: {cause.GetType().Name}: {cause.Message}", isAboutHandler: false);
        }
    }
}
