namespace Motia.Silo.Runners;

/// <summary>Starts the processes of runners.</summary>
internal interface IRunnerLauncher
{
    /// <summary>Starts a process that connects to a socket.</summary>
    /// <exception cref="RunnerStartException">It can't be started.</exception>
    IRunnerProcess Launch(string socketPath);
}
