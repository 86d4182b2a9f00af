namespace Motia;

/// <summary>Limits of a step's handler.</summary>
public sealed class HandlerSettings
{
    /// <summary>Memory in MB, 128–10240. A hint for recycling the process that runs the step, not a hard limit. Default: no hint.</summary>
    public int? Ram { get; init; }

    /// <summary>Share of a processor, above 0. A hint for deployment. Default: no hint.</summary>
    public double? Cpu { get; init; }

    /// <summary>How long the handler may run, in seconds, 1–900. Default: 60 for api steps, 300 for event and cron steps.</summary>
    public int? Timeout { get; init; }
}
