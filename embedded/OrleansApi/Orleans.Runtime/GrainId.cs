namespace Orleans.Runtime;

/// <summary>The identity of a grain: its type and its key.</summary>
public readonly struct GrainId : IEquatable<GrainId>
{
    /// <summary>The identity with this type and key.</summary>
    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
    }

    /// <summary>The grain's type.</summary>
    public GrainType Type { get; }

    /// <summary>The grain's key.</summary>
    public IdSpan Key { get; }

    /// <summary>Whether it is empty.</summary>
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    /// <summary>The identity with this type and key.</summary>
    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    /// <summary>The identity with this type and key.</summary>
    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new(type, IdSpan.Create(key));
    }

    /// <summary>The identity with this type and key.</summary>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads <c>type/key</c>.</summary>
    public static GrainId Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new(GrainType.Create(value[..slash]), IdSpan.Create(value[(slash + 1)..]))
            : throw new ArgumentException($"\"{value}\" is not a grain id; it must have the form type/key.", nameof(value));
    }

    /// <inheritdoc />
    public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Equals(other.Type);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Type, Key);

    /// <summary>The identity as <c>type/key</c>.</summary>
    public override string ToString() => string.Concat(Type.ToString(), "/", Key.ToString());

    /// <summary>Whether the identities are the same.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Whether the identities differ.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
