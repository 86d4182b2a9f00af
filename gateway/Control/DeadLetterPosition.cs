using System.Globalization;

namespace Motia.Gateway.Control;

/// <summary>Where the next page of dead letters begins.</summary>
/// <param name="Lane">The lane, counted over all listed steps.</param>
/// <param name="Sequence">Where in the lane.</param>
internal sealed record DeadLetterPosition(int Lane, long Sequence)
{
    public static DeadLetterPosition Parse(string after)
    {
        var parts = after.Split('-');
        return after.Length == 0 ? new(0, 0)
            : parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var lane)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new(lane, sequence)
            : throw new ControlException($"\"after\" is \"{after}\"; it must be the \"next\" of an earlier answer.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lane}-{Sequence}");
}
