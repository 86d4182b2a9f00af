using System.Globalization;

namespace Motia.Silo.Queues;

/// <summary>Where a page of a lane's deliveries ended: within a segment they go by their ids, so that one that ends moves no other.</summary>
/// <param name="Segment">The segment of the last delivery.</param>
/// <param name="Id">Its id; empty if the page is the first.</param>
internal readonly record struct DeliveryPosition(long Segment, string Id)
{
    public static DeliveryPosition Parse(string text)
    {
        if (text.Length == 0)
        {
            return new(0, "");
        }

        var end = text.IndexOf('/', StringComparison.Ordinal);
        return end > 0 && long.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var segment)
            ? new(segment, text[(end + 1)..])
            : throw new ArgumentException($"\"{text}\" is not where a page ended.", nameof(text));
    }

    public bool IsBefore(long segment, string id) => segment > Segment || (segment == Segment && string.CompareOrdinal(id, Id) > 0);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Segment}/{Id}");
}
