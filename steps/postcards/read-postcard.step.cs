using Motia;

namespace Sample.Postcards;

/// <summary>GET /postcards/:id answers a postcard once it is delivered.</summary>
public static class ReadPostcard
{
    public static readonly ApiStep Config = new()
    {
        Name = "ReadPostcard",
        Method = "GET",
        Path = "/postcards/:id",
        Flows = ["postcards"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context) =>
        await context.State.GetAsync<Postcard>(request.PathParams["id"], "postcard") is { } postcard
            ? ApiResponse.Json(200, postcard)
            : ApiResponse.Json(404, new { error = "It is not delivered yet." });
}
