using System.Security.Cryptography;
using System.Text;

namespace Motia.Grains;

/// <summary>Makes grain keys out of names that people choose.</summary>
/// <remarks>
/// A key is a letter from g to z, a colon and percent-encoded text. Orleans' AdoNet storage reads keys that look like numbers or GUIDs as such, so that different keys
/// meet in one row; no such key begins with one of these letters. A key over 200 bytes is replaced by its hash, so whoever needs the name keeps it in the record.
/// </remarks>
public static class GrainKeys
{
    private const int MaximumLength = 200;

    /// <summary>The key of a step's grain.</summary>
    public static string Step(string name) => Make('s', name);

    /// <summary>The key of a state group's grain.</summary>
    public static string Group(string name) => Make('g', name);

    /// <summary>The key of one of a fixed number of grains of the same kind.</summary>
    public static string Shard(string name, int number) => Make('n', string.Create(null, $"{name}-{number}"));

    /// <summary>The key of one lane of an event step's queue.</summary>
    public static string Lane(string step, int lane) => Make('l', string.Create(null, $"{lane}/{step}"));

    /// <summary>The key of the grain of a stream's group.</summary>
    public static string Stream(string stream, string group) => Stream(StreamGroup(stream, group));

    /// <summary>The key of the grain of a stream's group.</summary>
    /// <param name="name">What <see cref="StreamGroup"/> made.</param>
    public static string Stream(string name) => Make('r', name);

    /// <summary>The name of a stream's group: <c>stream|group</c>. No stream's name has a bar in it.</summary>
    public static string StreamGroup(string stream, string group) => $"{stream}|{group}";

    /// <summary>Takes the name of a stream's group apart.</summary>
    /// <param name="name">What <see cref="StreamGroup"/> made.</param>
    public static (string Stream, string Group) PartsOfStreamGroup(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bar = name.IndexOf('|', StringComparison.Ordinal);
        return (name[..bar], name[(bar + 1)..]);
    }

    /// <summary>The text that a key made by this class stands for; null if the key holds only its hash.</summary>
    public static string? NameOf(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return key.AsSpan(2).StartsWith("~") ? null : Uri.UnescapeDataString(key[2..]);
    }

    private static string Make(char kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // "~" is left alone by the escaping, but it marks a hash here.
        var escaped = Uri.EscapeDataString(name).Replace("~", "%7E", StringComparison.Ordinal);
        return escaped.Length + 2 <= MaximumLength
            ? $"{kind}:{escaped}"
            : $"{kind}:~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }
}
