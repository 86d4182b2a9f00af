using System.Globalization;
using System.Numerics;

namespace Motia.Silo.State;

/// <summary>
/// Adds JSON numbers: exactly where both and the sum have at most 28 digits before and after the point together, which is what a <see cref="decimal"/> holds;
/// otherwise as doubles, which is what JavaScript would have read.
/// </summary>
internal static class JsonSum
{
    private const int ExactDigits = 28;

    /// <summary><paramref name="left"/> plus or minus <paramref name="right"/>, as JSON.</summary>
    public static string Of(string left, string right, bool negative)
    {
        if (Exact(left) is { } first && Exact(right) is { } second)
        {
            var scale = Math.Max(first.Scale, second.Scale);
            var (augend, addend) = (Align(first, scale), Align(second, scale));
            if (Format(negative ? augend - addend : augend + addend, scale) is { } sum)
            {
                return sum;
            }
        }

        var rounded = negative ? Double(left) - Double(right) : Double(left) + Double(right);
        return double.IsFinite(rounded)
            ? rounded.ToString("R", CultureInfo.InvariantCulture)
            : throw new StateUpdateException("the sum is beyond what a number can hold (about 1.8e308).");
    }

    private static double Double(string number) => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    // The number is Digits / 10^Scale; null if it takes more digits than are added exactly.
    private static (BigInteger Digits, int Scale)? Exact(string number)
    {
        var mark = number.AsSpan().IndexOfAny('e', 'E');
        var mantissa = mark < 0 ? number : number[..mark];
        var exponent = 0;
        if (mark >= 0 && !int.TryParse(number.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return null;
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var scale = (point < 0 ? 0L : mantissa.Length - point - 1) - exponent;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        if (digits.Length > ExactDigits + 1 || Math.Abs(scale) > ExactDigits)
        {
            return null;
        }

        var whole = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return scale >= 0 ? (whole, (int)scale) : (whole * BigInteger.Pow(10, (int)-scale), 0);
    }

    private static BigInteger Align((BigInteger Digits, int Scale) number, int scale) => number.Digits * BigInteger.Pow(10, scale - number.Scale);

    // Without zeros at the end, so that 1.5 + 0.5 is 2 and not 2.0; null if it has too many digits.
    private static string? Format(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var fraction = text[^scale..].TrimEnd('0');
        var whole = text[..^scale];
        var sign = digits.Sign < 0 ? "-" : "";
        return whole.Length + fraction.Length > ExactDigits ? null : fraction.Length == 0 ? sign + whole : $"{sign}{whole}.{fraction}";
    }
}
