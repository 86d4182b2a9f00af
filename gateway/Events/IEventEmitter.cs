using System.Text.Json;

namespace Motia.Gateway.Events;

/// <summary>Emits events that come from outside of any step.</summary>
public interface IEventEmitter
{
    /// <summary>Emits an event; done when it is durable.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="data">The data.</param>
    /// <param name="messageGroupId">The message group; null for the trace id.</param>
    /// <param name="traceId">The run that begins.</param>
    /// <returns>How many steps subscribe to the topic and get the event.</returns>
    /// <exception cref="EmitException">It was not accepted.</exception>
    Task<int> EmitAsync(string topic, JsonElement data, string? messageGroupId, string traceId);
}
