using System.Collections.Immutable;

namespace Motia.Grains;

/// <summary>One lane of an event or cron step's queue: the durable home of its deliveries until each is done, dead or discarded. Key: <see cref="GrainKeys.Lane"/>.</summary>
[Alias("motia.event-step")]
public interface IEventStepGrain : IGrainWithStringKey
{
    /// <summary>Takes deliveries over. When it answers Done they are durable; an id that the lane knows is not taken twice.</summary>
    /// <param name="step">The step's name, which the key may not hold.</param>
    /// <param name="deliveries">The deliveries.</param>
    [Alias("Accept")]
    Task<QueueAnswer> Accept(string step, ImmutableArray<EventDelivery> deliveries);

    /// <summary>Sees to it that the lane is up and runs what is due.</summary>
    /// <param name="step">The step's name.</param>
    [Alias("Ensure")]
    Task Ensure(string step);

    /// <summary>How many deliveries there are, by topic.</summary>
    [Alias("Count")]
    Task<ImmutableArray<QueueCounts>> Count();

    /// <summary>Whether there is a delivery of a topic that is neither done nor dead nor discarded.</summary>
    /// <param name="topic">The topic.</param>
    [Alias("HasUnended")]
    Task<bool> HasUnended(string topic);

    /// <summary>Reads deliveries that are not done, those first that were accepted first.</summary>
    /// <param name="status">Only those with this status; null for all.</param>
    /// <param name="after">The <see cref="DeliveryPage.Next"/> of the page before; empty for the first page.</param>
    /// <param name="limit">The most deliveries to answer.</param>
    /// <exception cref="ArgumentException"><paramref name="after"/> is not what a page gave.</exception>
    [Alias("List")]
    Task<DeliveryPage> List(DeliveryStatus? status, string after, int limit);

    /// <summary>Reads a delivery that has not ended; null if there is none with this id.</summary>
    [Alias("Find")]
    Task<QueuedDelivery?> Find(string id);

    /// <summary>Reads dead letters, the first to die first.</summary>
    /// <param name="after">The <see cref="DeadLetterPage.Next"/> of the page before; empty for the first page.</param>
    /// <param name="limit">The most to answer.</param>
    /// <exception cref="ArgumentException"><paramref name="after"/> is not what a page gave.</exception>
    [Alias("ListDeadLetters")]
    Task<DeadLetterPage> ListDeadLetters(string after, int limit);

    /// <summary>Reads one dead letter, as UTF-8 JSON; empty if there is none.</summary>
    [Alias("ReadDeadLetter")]
    Task<ReadOnlyMemory<byte>> ReadDeadLetter(string id);

    /// <summary>Runs a delivery again from its first attempt, at once: a dead letter, or one that waits or retries.</summary>
    [Alias("Redrive")]
    Task<QueueAnswer> Redrive(string id);

    /// <summary>Ends a delivery that does not run: a dead letter, or one that waits or retries.</summary>
    /// <param name="id">The delivery.</param>
    /// <param name="reason">Why, for the log.</param>
    [Alias("Discard")]
    Task<QueueAnswer> Discard(string id, string reason);
}
