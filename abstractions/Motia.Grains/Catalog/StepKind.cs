using System.Text.Json.Serialization;

namespace Motia.Grains;

/// <summary>The four kinds of steps.</summary>
[JsonConverter(typeof(StepKindJson))]
public enum StepKind
{
    /// <summary>Answers HTTP requests.</summary>
    Api,

    /// <summary>Handles events.</summary>
    Event,

    /// <summary>Runs on a schedule.</summary>
    Cron,

    /// <summary>Is only shown.</summary>
    Noop,
}
