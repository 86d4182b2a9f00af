namespace Motia.Bench.Figures;

/// <summary>What several rounds of the same measurement gave.</summary>
internal readonly record struct Spread(double Min, double Median, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(sorted[0], median, sorted[^1]);
    }

    /// <summary>The value that a share of them, 0 to 1, does not exceed.</summary>
    public static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    /// <summary>The spread of the ratio of two measurements that took turns: each round is compared with itself.</summary>
    public static Spread OfRatio(IEnumerable<double> product, IEnumerable<double> control) => Of(product.Zip(control, (one, other) => one / other));
}
