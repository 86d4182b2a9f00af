using System.ComponentModel.DataAnnotations;
using Motia;

namespace Sample.Orders;

/// <summary>POST /orders prices an order and keeps it. Shows middleware, a service and a schema with rules.</summary>
public static class PlaceOrder
{
    public static readonly ApiStep Config = new()
    {
        Name = "PlaceOrder",
        Description = "Prices an order and keeps it.",
        Method = "POST",
        Path = "/orders",
        Flows = ["orders"],
        Middleware = [Middleware.Of<CustomerRequired>()],
        ResponseSchema = new Dictionary<int, Type> { [201] = typeof(Order) },
    };

    // What follows the context comes from dependency injection: see Startup.cs.
    public static async Task<ApiResponse> Handler(ApiRequest<NewOrder> request, StepContext context, PriceList prices)
    {
        if (prices.PriceOf(request.Body.Item) is not { } price)
        {
            return ApiResponse.Json(422, new { error = $"There is no {request.Body.Item}." });
        }

        var customer = (string)request.Items["customer"]!;
        var order = new Order(context.TraceId, customer, request.Body.Item, request.Body.Quantity, price * request.Body.Quantity);
        await context.State.SetAsync("orders", order.Id, order);
        var response = ApiResponse.Json(201, order);
        response.Headers["location"] = $"/orders/{order.Id}";
        return response;
    }
}

/// <summary>The body of an order.</summary>
public sealed record NewOrder(string Item, [property: Range(1, 100)] int Quantity);
