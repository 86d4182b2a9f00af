using Motia.Grains;
using Motia.Silo.Api;
using Motia.Silo.Events;

namespace Motia.Silo.Steps;

/// <summary>A step that is ready to run.</summary>
/// <param name="Description">What its config says.</param>
/// <param name="Module">The code it came from.</param>
/// <param name="Api">How it answers requests; null unless it is an api step.</param>
/// <param name="Event">How it handles events or, as a cron step, ticks; null for other kinds.</param>
/// <param name="Config">Where its config is written.</param>
internal sealed record LoadedStep(StepDescription Description, StepModule Module, IApiHandler? Api, IEventHandler? Event, SourceLine? Config)
{
    /// <summary>Whether it is an older version, because its file, or something that goes with it, now has a mistake.</summary>
    public bool IsStale { get; init; }

    /// <summary>The full name of its type.</summary>
    public string TypeName { get; init; } = "";

    public TimeSpan Timeout { get; } = StepRules.Timeout(Description);

    /// <summary>Whether both are of the same type of the same file.</summary>
    public bool IsVersionOf(LoadedStep other) => TypeName == other.TypeName && Description.File == other.Description.File;
}
