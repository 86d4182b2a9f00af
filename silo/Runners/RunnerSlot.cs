using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>A runner process and what it has loaded: the one that most steps share, or that of one step alone.</summary>
/// <param name="files">The files that it has loaded, or could not.</param>
/// <param name="isAlone">Whether it is that of one step alone.</param>
internal sealed class RunnerSlot(IReadOnlyList<string> files, bool isAlone)
{
    public IReadOnlyList<string> Files => files;

    public bool IsAlone => isAlone;

    /// <summary>The process; null if it could not be started.</summary>
    public RunnerGeneration? Generation { get; init; }

    /// <summary>How often its start is tried again if it failed, until its files are edited.</summary>
    public int Retries { get; set; }

    /// <summary>Whether it could not be started, and may be later: what kept it may pass, as a busy machine does. What has to be installed does not come by itself.</summary>
    public bool IsToBeRetried => Generation is null && Retries > 0 && !Findings.Errors.Any(error => error.IsMissingRuntime);

    /// <summary>The process as a module.</summary>
    public StepModule? Module { get; init; }

    /// <summary>Who says who connects to the streams, as its project config has it; null if it has none.</summary>
    public (StepModule Module, RunnerAuthenticator Authenticator)? Guard { get; init; }

    /// <summary>All modules of it.</summary>
    public IEnumerable<StepModule> Modules => new[] { Module, Guard?.Module }.OfType<StepModule>().Distinct();

    public IReadOnlyList<LoadedStep> Steps { get; init; } = [];

    public StepFindings Findings { get; } = new();

    /// <summary>What is no mistake.</summary>
    public IReadOnlyList<StepError> Warnings { get; init; } = [];

    /// <summary>Whether another process is to take its place.</summary>
    public bool IsDue { get; set; }

    /// <summary>How long what runs in it may take to end when another has taken its place; null as long as it may anyway.</summary>
    public TimeSpan? Drain { get; set; }
}
