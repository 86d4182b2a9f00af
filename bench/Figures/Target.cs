using System.Globalization;

namespace Motia.Bench.Figures;

/// <summary>What a figure must reach.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="IsLeast">Whether the figure must be at least the bound; otherwise at most.</param>
internal sealed record Target(double Bound, bool IsLeast)
{
    public static Target AtLeast(double bound) => new(bound, true);

    public static Target AtMost(double bound) => new(bound, false);

    public bool IsMetBy(double value) => IsLeast ? value >= Bound : value <= Bound;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsLeast ? "≥" : "≤")} {Bound:#,0.##}");
}
