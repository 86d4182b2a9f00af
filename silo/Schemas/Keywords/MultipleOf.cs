using System.Numerics;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>
/// Exact divisibility. With value = m × 10^a and divisor = d × 10^b, m not ending in 0: no multiple when a &lt; b, otherwise one if d
/// divides m × 10^(a−b), which modular arithmetic answers without writing the number out.
/// </summary>
internal sealed class MultipleOf
{
    private readonly BigInteger _digits;
    private readonly ulong? _small;
    private readonly long? _integer;
    private readonly long _exponent;

    public MultipleOf(byte[] text)
    {
        Text = text;
        var divisor = new JsonNumber(text);
        _digits = divisor.Digits();
        _small = _digits <= long.MaxValue ? (ulong)_digits : null;
        _integer = JsonNumber.TryReadSmall(text, out var integer) ? integer : null;
        _exponent = divisor.Lowest;
    }

    public byte[] Text { get; }

    public bool Divides(ReadOnlySpan<byte> text)
    {
        if (_integer is { } integer && JsonNumber.TryReadSmall(text, out var small))
        {
            return small % integer == 0;
        }
        var number = new JsonNumber(text);
        if (number.IsZero)
        {
            return true;
        }
        var shift = number.Lowest - _exponent;
        if (shift < 0)
        {
            return false;
        }
        if (_small is { } divisor)
        {
            return (UInt128)number.DigitsModulo(divisor) * PowerOfTen(shift, divisor) % divisor == 0;
        }
        return number.DigitsModulo(_digits) * BigInteger.ModPow(10, shift, _digits) % _digits == 0;
    }

    private static ulong PowerOfTen(long exponent, ulong modulus)
    {
        UInt128 result = 1 % modulus;
        for (UInt128 factor = 10 % modulus; exponent > 0; exponent >>= 1)
        {
            result = (exponent & 1) == 0 ? result : result * factor % modulus;
            factor = factor * factor % modulus;
        }
        return (ulong)result;
    }
}
