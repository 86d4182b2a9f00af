namespace Motia;

/// <summary>What kind of failure a <see cref="StateException"/> is.</summary>
public enum StateError
{
    /// <summary>The group, key, value or operation breaks a rule; the same call fails again.</summary>
    Invalid,

    /// <summary>The store could not take or give the value now; nothing was changed as far as is known. Calling again may help.</summary>
    Unavailable,
}
