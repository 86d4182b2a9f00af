namespace Motia.Silo.Runners;

/// <summary>The process of a runner.</summary>
internal interface IRunnerProcess : IDisposable
{
    /// <summary>How it ended, as people see it, once it has.</summary>
    Task<string> Ended { get; }

    /// <summary>The last lines that it wrote on standard error.</summary>
    string LastErrors { get; }

    /// <summary>Ends it and what it started, at once.</summary>
    void Kill();
}
