namespace Sample.Orders;

/// <summary>An order as it is kept.</summary>
public sealed record Order(string Id, string Customer, string Item, int Quantity, decimal Total);
