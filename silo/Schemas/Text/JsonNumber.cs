using System.Numerics;

namespace Motia.Silo.Schemas.Text;

/// <summary>
/// A JSON number read exactly from its text, whatever its size: digits × 10^<see cref="Lowest"/>, the digits without leading and trailing
/// zeros. Nothing is rounded, and nothing is expanded, so that <c>1e999999999</c> costs no more than <c>1</c>.
/// </summary>
internal readonly ref struct JsonNumber
{
    // No exponent that a machine could hold the digits for comes near.
    private const long ExponentLimit = 1_000_000_000_000_000;

    private readonly ReadOnlySpan<byte> _digits;

    public JsonNumber(ReadOnlySpan<byte> text)
    {
        Negative = text[0] == '-';
        var mantissa = Negative ? text[1..] : text;
        long exponent = 0;
        var e = mantissa.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            exponent = ReadExponent(mantissa[(e + 1)..]);
            mantissa = mantissa[..e];
        }
        var point = mantissa.IndexOf((byte)'.');
        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            Negative = false;
            return;
        }
        var last = mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        var unit = (point < 0 ? mantissa.Length : point) - 1;
        _digits = mantissa[first..(last + 1)];
        Highest = exponent + unit - first + (first > point && point >= 0 ? 1 : 0);
        Lowest = exponent + unit - last + (last > point && point >= 0 ? 1 : 0);
    }

    public bool Negative { get; }

    /// <summary>The power of ten of the first digit.</summary>
    public long Highest { get; }

    /// <summary>The power of ten of the last digit.</summary>
    public long Lowest { get; }

    public bool IsZero => _digits.IsEmpty;

    public bool IsInteger => IsZero || Lowest >= 0;

    /// <summary>Reads an integer of at most 18 digits without point and exponent: the common case, at the cost of a loop.</summary>
    public static bool TryReadSmall(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.Length > 18)
        {
            return false;
        }
        foreach (var digit in digits)
        {
            if ((uint)(digit - '0') > 9)
            {
                return false;
            }
            value = value * 10 + (digit - '0');
        }
        value = negative ? -value : value;
        return true;
    }

    public static bool IsIntegerText(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 || new JsonNumber(text).IsInteger;

    public static int Compare(JsonNumber left, JsonNumber right)
    {
        if (left.Negative != right.Negative)
        {
            return left.Negative ? -1 : 1;
        }
        var order = CompareMagnitude(left, right);
        return left.Negative ? -order : order;
    }

    public BigInteger Digits()
    {
        var value = BigInteger.Zero;
        foreach (var digit in _digits)
        {
            if (digit != '.')
            {
                value = value * 10 + (digit - '0');
            }
        }
        return value;
    }

    /// <summary>The digits, as one integer, modulo a divisor below 2^63.</summary>
    public ulong DigitsModulo(ulong divisor)
    {
        UInt128 rest = 0;
        foreach (var digit in _digits)
        {
            if (digit != '.')
            {
                rest = (rest * 10 + (uint)(digit - '0')) % divisor;
            }
        }
        return (ulong)rest;
    }

    public BigInteger DigitsModulo(BigInteger divisor)
    {
        var rest = BigInteger.Zero;
        foreach (var digit in _digits)
        {
            if (digit != '.')
            {
                rest = (rest * 10 + (digit - '0')) % divisor;
            }
        }
        return rest;
    }

    /// <summary>A hash that is the same for every way to write the same number.</summary>
    public void AddTo(ref HashCode hash)
    {
        hash.Add(Negative);
        hash.Add(Highest);
        foreach (var digit in _digits)
        {
            if (digit != '.')
            {
                hash.Add(digit);
            }
        }
    }

    private static int CompareMagnitude(JsonNumber left, JsonNumber right)
    {
        if (left.IsZero || right.IsZero)
        {
            return right.IsZero.CompareTo(left.IsZero);
        }
        if (left.Highest != right.Highest)
        {
            return left.Highest.CompareTo(right.Highest);
        }
        for (int i = 0, j = 0; i < left._digits.Length || j < right._digits.Length; i++, j++)
        {
            i += i < left._digits.Length && left._digits[i] == '.' ? 1 : 0;
            j += j < right._digits.Length && right._digits[j] == '.' ? 1 : 0;
            var order = (i < left._digits.Length ? left._digits[i] : '0') - (j < right._digits.Length ? right._digits[j] : '0');
            if (order != 0)
            {
                return order;
            }
        }
        return 0;
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        long value = 0;
        foreach (var digit in text.TrimStart("+-"u8))
        {
            value = Math.Min(value * 10 + (digit - '0'), ExponentLimit);
        }
        return text[0] == '-' ? -value : value;
    }
}
