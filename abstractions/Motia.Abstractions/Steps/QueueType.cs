namespace Motia;

/// <summary>The order in which an event step's deliveries run.</summary>
public enum QueueType
{
    /// <summary>In parallel, in no promised order.</summary>
    Standard,

    /// <summary>In order of acceptance within a message group, groups in parallel.</summary>
    Fifo,
}
