using Motia.Grains;
using Motia.Silo.Api;

namespace Motia.Silo.Steps;

/// <summary>A step that is ready to run.</summary>
/// <param name="Description">What its config says.</param>
/// <param name="Module">The assembly it came from, and its services.</param>
/// <param name="Api">How it answers requests; null unless it is an api step.</param>
/// <param name="Config">Where its config is written.</param>
internal sealed record LoadedStep(StepDescription Description, StepModule Module, ApiHandler? Api, SourceLine? Config)
{
    public TimeSpan Timeout { get; } = StepRules.Timeout(Description);
}
