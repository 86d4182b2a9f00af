namespace Motia;

/// <summary>What kind of failure a <see cref="StreamException"/> is.</summary>
public enum StreamError
{
    /// <summary>No loaded definition has the stream's name.</summary>
    Unknown,

    /// <summary>The group, id, item or operation breaks a rule; the same call fails again.</summary>
    Invalid,

    /// <summary>The store could not take or give the item now; nothing was changed as far as is known. Calling again may help.</summary>
    Unavailable,

    /// <summary>The stored JSON is not what the caller wanted it read as. What the call was to change or delete is changed or deleted; the message says so.</summary>
    Unreadable,
}
