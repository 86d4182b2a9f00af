using System.Text;

namespace Motia.Grains;

/// <summary>The bounds of state, checked before anything is stored.</summary>
public static class StateRules
{
    /// <summary>The most bytes of UTF-8 that a group's name or a key may have.</summary>
    public const int LongestName = 512;

    /// <summary>The most bytes that a value may have.</summary>
    public const int LargestValue = 1024 * 1024;

    /// <summary>The most objects and arrays within each other that a value may have.</summary>
    public const int DeepestValue = 64;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with a name; null if nothing is.</summary>
    /// <param name="what">What it names, such as <c>key</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="longest">The most bytes it may have.</param>
    public static string? CheckName(string what, string? name, int longest = LongestName)
    {
        if (string.IsNullOrEmpty(name))
        {
            return $"The {what} is empty; it must have 1 to {longest} bytes.";
        }

        // Most names are so short that nobody has to count.
        if (name.Length * 3 <= longest && !name.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
        {
            return null;
        }

        try
        {
            var size = Strict.GetByteCount(name);
            return size <= longest ? null : $"The {what} \"{name.AsSpan(0, 40)}…\" has {size} bytes; it must have 1 to {longest}.";
        }
        catch (EncoderFallbackException broken)
        {
            return $"The {what} has half a surrogate pair at {broken.Index}; it must be valid Unicode.";
        }
    }
}
