using System.Text;

namespace Orleans.Runtime;

/// <summary>The identity of a stream: its namespace, which may be null, and its key.</summary>
public readonly struct StreamId : IEquatable<StreamId>
{
    private readonly byte[] _bytes;
    private readonly ushort _keyIndex;

    private StreamId(byte[] bytes, int keyIndex)
    {
        _bytes = bytes;
        _keyIndex = checked((ushort)keyIndex);
    }

    /// <summary>The namespace and the key, without anything between them.</summary>
    public ReadOnlyMemory<byte> FullKey => _bytes;

    /// <summary>The namespace.</summary>
    public ReadOnlyMemory<byte> Namespace => _bytes.AsMemory(0, _keyIndex);

    /// <summary>The key.</summary>
    public ReadOnlyMemory<byte> Key => _bytes.AsMemory(_keyIndex);

    /// <summary>The stream with this namespace and key.</summary>
    public static StreamId Create(string? ns, string key)
    {
        var bytes = Encoding.UTF8.GetBytes(ns + key);
        return new(bytes, ns is null ? 0 : Encoding.UTF8.GetByteCount(ns));
    }

    /// <summary>The key as text.</summary>
    public string GetKeyAsString() => Encoding.UTF8.GetString(Key.Span);

    /// <summary>The namespace as text; null when there is none.</summary>
    public string? GetNamespace() => _keyIndex == 0 ? null : Encoding.UTF8.GetString(Namespace.Span);

    /// <inheritdoc />
    public bool Equals(StreamId other) => _keyIndex == other._keyIndex && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is StreamId other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The identity as <c>namespace/key</c>.</summary>
    public override string ToString() => $"{GetNamespace() ?? "null"}/{GetKeyAsString()}";

    /// <summary>Whether the identities are the same.</summary>
    public static bool operator ==(StreamId left, StreamId right) => left.Equals(right);

    /// <summary>Whether the identities differ.</summary>
    public static bool operator !=(StreamId left, StreamId right) => !left.Equals(right);
}
