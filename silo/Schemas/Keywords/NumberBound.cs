using System.Text;
using Motia.Silo.Schemas.Text;

namespace Motia.Silo.Schemas.Keywords;

/// <summary>One end of the range of a number.</summary>
internal sealed class NumberBound
{
    private readonly byte[] _limit;
    private readonly long? _small;
    private readonly bool _isMinimum;
    private readonly bool _isExclusive;

    public NumberBound(string keyword, byte[] limit)
    {
        _limit = limit;
        _small = JsonNumber.TryReadSmall(limit, out var small) ? small : null;
        _isMinimum = keyword is "minimum" or "exclusiveMinimum";
        _isExclusive = keyword is "exclusiveMinimum" or "exclusiveMaximum";
        var relation = (_isMinimum, _isExclusive) switch
        {
            (true, false) => "at least",
            (true, true) => "greater than",
            (false, false) => "at most",
            (false, true) => "less than",
        };
        Demand = $"{relation} {Encoding.UTF8.GetString(limit)}";
    }

    public string Demand { get; }

    public bool Allows(ReadOnlySpan<byte> number)
    {
        var order = _small is { } limit && JsonNumber.TryReadSmall(number, out var small)
            ? small.CompareTo(limit)
            : JsonNumber.Compare(new JsonNumber(number), new JsonNumber(_limit));
        return order == 0 ? !_isExclusive : order > 0 == _isMinimum;
    }
}
