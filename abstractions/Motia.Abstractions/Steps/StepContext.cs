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

    /// <summary>The event that is handled; null in an api step.</summary>
    public abstract Delivery? Delivery { get; }

    /// <summary>Durable JSON values by group and key.</summary>
    public abstract IState State { get; }

    /// <summary>The project's realtime streams.</summary>
    public abstract IStreams Streams { get; }

    /// <summary>Writes log lines that carry the trace id and the step's name.</summary>
    public abstract ILogger Logger { get; }

    /// <summary>The services of this run: those of the project's <c>Startup</c> and of the host, scoped to the run.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Fires when the caller is gone, the handler's time is up or the silo stops.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>Emits events. When the task has ended, they are durable and will reach every subscribed step. Not atomic: after a failure some may be accepted.</summary>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Stops waiting; the events may be accepted all the same.</param>
    /// <exception cref="EmitException">They were not all accepted.</exception>
    public abstract Task EmitAsync(IReadOnlyList<TopicEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Emits an event. When the task has ended, it is durable and will reach every subscribed step.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="data">What the subscribed steps get, as JSON of at most 1 MB.</param>
    /// <param name="messageGroupId">What a fifo queue keeps in order. Default: the trace id.</param>
    /// <param name="cancellationToken">Stops waiting; the event may be accepted all the same.</param>
    /// <exception cref="EmitException">It was not accepted.</exception>
    public Task EmitAsync(string topic, object? data, string? messageGroupId = null, CancellationToken cancellationToken = default) =>
        EmitAsync([new TopicEvent(topic, data, messageGroupId)], cancellationToken);
}
