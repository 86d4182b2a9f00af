namespace Motia;

/// <summary>A project's settings. In <c>motia.json</c> by the same names in camelCase; in the environment as <c>Motia__Limits__Body</c> and so on.</summary>
public sealed class MotiaOptions
{
    /// <summary>Whether bodies are checked against their schemas before the handler runs. Default: on. What a body's type demands is enforced either way.</summary>
    public ValidationMode Validation { get; set; } = ValidationMode.On;

    /// <summary>Which web pages may call the steps.</summary>
    public CorsSettings Cors { get; } = new();

    /// <summary>How large things may be.</summary>
    public LimitSettings Limits { get; } = new();

    /// <summary>How long state is kept.</summary>
    public StateSettings State { get; } = new();

    /// <summary>What holds for every event step's queue.</summary>
    public QueueDefaults Queues { get; } = new();

    /// <summary>How log lines look.</summary>
    public LogSettings Logs { get; } = new();

    /// <summary>The processes that run TypeScript, JavaScript and Python steps.</summary>
    public RunnerSettings Runners { get; } = new();

    /// <summary>How a silo joins a cluster.</summary>
    public ClusterSettings Cluster { get; } = new();

    /// <summary>The token of the control surface (Bearer, or the login page's cookie). Default: none, so that outside of Development on loopback it is closed.
    /// Give it as <c>Motia__Token</c> in the environment rather than in a file.</summary>
    public string? Token { get; set; }
}
