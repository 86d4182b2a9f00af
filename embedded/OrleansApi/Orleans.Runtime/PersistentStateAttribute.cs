namespace Orleans.Runtime;

/// <summary>The constructor parameter is a stored record of the grain.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute
{
    /// <summary>The record's name, and the storage provider's.</summary>
    /// <param name="stateName">The record's name; empty: the parameter's.</param>
    /// <param name="storageName">The name of the keyed IGrainStorage; null: the one that is registered without a name.</param>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    /// <summary>The record's name.</summary>
    public string StateName { get; }

    /// <summary>The storage provider's name.</summary>
    public string? StorageName { get; }
}
