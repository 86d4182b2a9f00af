using Motia.Grains;

namespace Motia.Gateway.Routing;

/// <summary>An api step as the table knows it.</summary>
internal sealed class Route(StepDescription step, string[] parameterNames)
{
    private IApiStepGrain? _grain;

    public StepDescription Step { get; } = step;

    /// <summary>The names of its parameters in the order in which the path has them.</summary>
    public string[] ParameterNames { get; } = parameterNames;

    /// <summary>The grain that answers. Its reference is kept: making one costs more than the lookup of the route.</summary>
    public IApiStepGrain Grain(IGrainFactory grains) => _grain ??= grains.GetGrain<IApiStepGrain>(GrainKeys.Step(Step.Name));
}
