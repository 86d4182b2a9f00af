using Motia;

namespace Sample.Orders;

/// <summary>GET /orders/:id answers one order.</summary>
public static class ReadOrder
{
    public static readonly ApiStep Config = new()
    {
        Name = "ReadOrder",
        Method = "GET",
        Path = "/orders/:id",
        Flows = ["orders"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context) =>
        await context.State.GetAsync<Order>("orders", request.PathParams["id"]) is { } order
            ? ApiResponse.Json(200, order)
            : ApiResponse.Json(404, new { error = $"There is no order {request.PathParams["id"]}." });
}
