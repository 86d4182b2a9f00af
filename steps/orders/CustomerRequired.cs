using Motia;

namespace Sample.Orders;

/// <summary>Middleware: an order needs an x-customer header, which it hands on to the handler.</summary>
public sealed class CustomerRequired : IApiMiddleware
{
    public Task<ApiResponse> InvokeAsync(ApiRequest request, StepContext context, ApiNext next)
    {
        if (!request.Headers.TryGetValue("x-customer", out var customer))
        {
            return Task.FromResult(ApiResponse.Json(401, new { error = "Say who you are with an x-customer header." }));
        }

        request.Items["customer"] = customer.ToString();
        return next();
    }
}
