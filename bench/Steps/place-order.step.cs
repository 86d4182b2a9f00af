using Motia;

namespace Bench.Steps;

/// <summary>POST /orders reads a body into a type and answers JSON.</summary>
public static class PlaceOrder
{
    /// <summary>The config.</summary>
    public static readonly ApiStep Config = new() { Name = "PlaceOrder", Method = "POST", Path = "/orders" };

    /// <summary>The handler.</summary>
    public static ApiResponse Handler(ApiRequest<NewOrder> request, StepContext context) => ApiResponse.Json(200, PlacedOrder.Of(request.Body));
}

/// <summary>The body.</summary>
public sealed record NewOrder(string Item, int Quantity, string Customer);

/// <summary>The answer.</summary>
public sealed record PlacedOrder(string Item, int Quantity, decimal Total)
{
    /// <summary>What an order makes.</summary>
    public static PlacedOrder Of(NewOrder order) => new(order.Item, order.Quantity, order.Quantity * 2.50m);
}
