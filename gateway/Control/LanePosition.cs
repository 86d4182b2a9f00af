using System.Globalization;

namespace Motia.Gateway.Control;

/// <summary>Where the next page of a list over all lanes begins.</summary>
/// <param name="Lane">The lane, counted over all listed steps.</param>
/// <param name="After">Where in the lane, as the lane said; empty for its beginning.</param>
internal sealed record LanePosition(int Lane, string After)
{
    public static LanePosition Parse(string after)
    {
        if (after.Length == 0)
        {
            return new(0, "");
        }

        var end = after.IndexOf('-', StringComparison.Ordinal);
        return end > 0 && int.TryParse(after.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
            ? new(lane, after[(end + 1)..])
            : throw Paging.WrongAfter(after);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lane}-{After}");
}
