using Motia.Grains;

namespace Motia.Gateway.Routing;

/// <summary>An api step as the table knows it.</summary>
internal sealed class Route(StepDescription step, string[] parameterNames)
{
    public StepDescription Step { get; } = step;

    /// <summary>The names of its parameters in the order in which the path has them.</summary>
    public string[] ParameterNames { get; } = parameterNames;

    /// <summary>The key of the grain that answers.</summary>
    public string GrainKey { get; } = GrainKeys.Step(step.Name);
}
