namespace Motia.Gateway.Streams;

/// <summary>The bounds of one connection to the streams.</summary>
internal static class StreamLimits
{
    /// <summary>The largest frame that a client may send.</summary>
    public const int FrameBytes = 64 * 1024;

    /// <summary>The most subscriptions of one connection.</summary>
    public const int Subscriptions = 1_000;

    /// <summary>How many frames a client may send at once: all its joins after a reconnect.</summary>
    public const int FramesAtOnce = 2 * Subscriptions;

    /// <summary>How many frames a second a client may send beyond that.</summary>
    public const int FramesPerSecond = 200;

    /// <summary>The most bytes of changes that wait for a client that is slow.</summary>
    public const long WaitingBytes = 1024 * 1024;

    /// <summary>The most bytes of items in one sync frame.</summary>
    public const long SyncBytes = 16 * 1024 * 1024;

    /// <summary>The most bytes of items that wait for a client, which may get several groups anew at once.</summary>
    public const long WaitingSyncBytes = 8 * SyncBytes;

    /// <summary>How many joins of a client may be without their items before its next frame is handled.</summary>
    public const int JoinsAtOnce = 4;

    /// <summary>How many subscribers of a group get their items together.</summary>
    public const int ServedAtOnce = 1_000;

    /// <summary>How many items are asked for at once.</summary>
    public const int ReadAtOnce = 64;

    /// <summary>How much is sent at once of a large frame; between such parts a silent client is asked whether it is there.</summary>
    public const int PartBytes = 64 * 1024;

    /// <summary>How many connections are asked about at once.</summary>
    public const int RechecksAtOnce = 64;

    /// <summary>How many subscriptions of one connection are asked about at once.</summary>
    public const int DecisionsAtOnce = 16;

    /// <summary>How many items are remembered that clients had when they were cut off.</summary>
    public const int RememberedItems = 10_000;

    /// <summary>How long a name that a client sends may be.</summary>
    public const int SubscriptionId = 128;

    /// <summary>How often a silent client is asked whether it is there.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long it may take to answer, which it does after what is on its way to it.</summary>
    public static readonly TimeSpan HeartbeatLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long closing may take before the connection is cut.</summary>
    public static readonly TimeSpan Closing = TimeSpan.FromSeconds(5);

    /// <summary>How often the grains hear that a group still has subscribers; they forget who was silent for a minute.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    /// <summary>How often access is decided about again.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromSeconds(15);

    /// <summary>How long the decisions about a connection may take; whatever is undecided then is denied.</summary>
    public static readonly TimeSpan Decision = TimeSpan.FromSeconds(10);

    /// <summary>How long the other connections wait for the decisions about one.</summary>
    public static readonly TimeSpan RecheckPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long a group that could not be read is left alone.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
}
