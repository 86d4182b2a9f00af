namespace Sample.Orders;

/// <summary>What things cost; a service, as a handler gets it from dependency injection.</summary>
public sealed class PriceList
{
    private readonly Dictionary<string, decimal> _prices = new(StringComparer.OrdinalIgnoreCase) { ["tea"] = 2.50m, ["coffee"] = 3.20m, ["cake"] = 4.10m };

    /// <summary>The price of an item; null if there is no such item.</summary>
    public decimal? PriceOf(string item) => _prices.TryGetValue(item, out var price) ? price : null;
}
