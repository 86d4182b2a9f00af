namespace Motia.Grains;

/// <summary>How a call on state ended.</summary>
public enum StateOutcome
{
    /// <summary>Done; the answer has a value.</summary>
    Found,

    /// <summary>Done; there is no value.</summary>
    Missing,

    /// <summary>The call breaks a rule; it fails again. Nothing was changed.</summary>
    Invalid,

    /// <summary>The store failed. Whether the change was kept is known only after reading it again.</summary>
    Unavailable,
}
