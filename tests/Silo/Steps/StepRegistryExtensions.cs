using Motia.Silo.Steps;

namespace Motia.Silo.Tests.Steps;

internal static class StepRegistryExtensions
{
    /// <summary>Puts steps in the place of those that are loaded.</summary>
    public static void Replace(this StepRegistry registry, IEnumerable<LoadedStep> steps) => registry.Publish(registry.Prepare(steps, [], []));
}
