using System.Security.Cryptography;

namespace Motia.Gateway.Requests;

/// <summary>Makes trace ids: a UUIDv7 (48 bits of milliseconds, 74 random bits) in 26 characters of Crockford's base 32, lower-case.</summary>
/// <remarks>Ids made later sort later, and the time a run began can be read off its id: retention goes by it.</remarks>
public static class TraceIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;

    [ThreadStatic]
    private static RandomBuffer? _random;

    /// <summary>A new trace id.</summary>
    /// <param name="now">The time the run begins.</param>
    public static string Create(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        (_random ??= new()).Take(bytes[6..]);
        var milliseconds = now.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
        {
            bytes[i] = (byte)milliseconds;
        }

        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return string.Create(Length, value, static (text, value) =>
        {
            for (var i = Length - 1; i >= 0; i--, value >>= 5)
            {
                text[i] = Alphabet[(int)(value & 31)];
            }
        });
    }

    /// <summary>Reads the time at which a run began off its trace id.</summary>
    /// <param name="text">What may be a trace id.</param>
    /// <param name="began">The time.</param>
    /// <returns>False if the text is not a trace id made by <see cref="Create"/>.</returns>
    public static bool TryReadTime(string text, out DateTimeOffset began)
    {
        ArgumentNullException.ThrowIfNull(text);
        began = default;
        if (text.Length != Length)
        {
            return false;
        }

        UInt128 value = 0;
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        var isVersion7 = (value >> 76 & 0xF) == 7 && (value >> 62 & 3) == 2;
        began = DateTimeOffset.FromUnixTimeMilliseconds((long)(value >> 80));
        return isVersion7;
    }

    // The system's generator costs a call each time; 4 KB at once makes an id cost tens of nanoseconds.
    private sealed class RandomBuffer
    {
        private readonly byte[] _bytes = new byte[4096];
        private int _used = 4096;

        public void Take(Span<byte> target)
        {
            if (_used + target.Length > _bytes.Length)
            {
                RandomNumberGenerator.Fill(_bytes);
                _used = 0;
            }

            _bytes.AsSpan(_used, target.Length).CopyTo(target);
            _used += target.Length;
        }
    }
}
