namespace Motia;

/// <summary>Why an event was not accepted.</summary>
public enum EmitError
{
    /// <summary>The step's config lists its topics and this is not one of them.</summary>
    UndeclaredTopic,

    /// <summary>The topic's name, the message group or the data break a rule; emitting it again fails again.</summary>
    Invalid,

    /// <summary>A subscribed step has as many deliveries waiting as it may; emit again later.</summary>
    Overloaded,

    /// <summary>The event could not be stored. It may have reached some of the subscribed steps; emitting the same <see cref="TopicEvent"/> again adds nothing twice.</summary>
    Unavailable,
}
