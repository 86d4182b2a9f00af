using Microsoft.Extensions.Logging;

namespace Motia;

/// <summary>What a handler has at hand while it runs, besides its input.</summary>
/// <remarks>Abstract so that a unit test of a handler can give its own.</remarks>
public abstract class StepContext
{
    /// <summary>The identity of this run of connected steps: short, URL-safe, unique. The customary group of its state.</summary>
    public abstract string TraceId { get; }

    /// <summary>The flows of the step that runs.</summary>
    public abstract IReadOnlyList<string> Flows { get; }

    /// <summary>Durable JSON values by group and key.</summary>
    public abstract IState State { get; }

    /// <summary>Writes log lines that carry the trace id and the step's name.</summary>
    public abstract ILogger Logger { get; }

    /// <summary>The services of this run: those of the project's <c>Startup</c> and of the host, scoped to the run.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Fires when the caller is gone, the handler's time is up or the silo stops.</summary>
    public abstract CancellationToken CancellationToken { get; }
}
