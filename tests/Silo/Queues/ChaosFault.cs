namespace Motia.Silo.Tests.Queues;

/// <summary>What a scenario does to the queues.</summary>
internal enum ChaosFault
{
    /// <summary>A handler throws.</summary>
    Throw,

    /// <summary>An emitter hands the same deliveries over twice.</summary>
    DoubledAccept,

    /// <summary>A save fails.</summary>
    FailedSave,

    /// <summary>A save is applied but reported as failed.</summary>
    LateSave,

    /// <summary>A save finds that somebody else has written the record.</summary>
    Conflict,

    /// <summary>A save takes long.</summary>
    SlowSave,

    /// <summary>A read fails.</summary>
    FailedRead,

    /// <summary>A lane's activation ends.</summary>
    Deactivation,

    /// <summary>The process is killed.</summary>
    Kill,

    /// <summary>The silo is stopped and started again.</summary>
    Restart,

    /// <summary>The clock is set forward or backward.</summary>
    ClockJump,

    /// <summary>A handler returns when its token says that its time is up.</summary>
    Timeout,

    /// <summary>A handler returns long after its time and its grace are up.</summary>
    Hang,

    /// <summary>A handler ends its process.</summary>
    Exit,

    /// <summary>Somebody discards and redrives deliveries.</summary>
    People,
}
