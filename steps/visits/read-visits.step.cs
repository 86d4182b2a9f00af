using Motia;

namespace Sample.Visits;

/// <summary>GET /visits/:page answers how often a page was visited.</summary>
public static class ReadVisits
{
    public static readonly ApiStep Config = new()
    {
        Name = "ReadVisits",
        Method = "GET",
        Path = "/visits/:page",
        Flows = ["visits"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        var page = request.PathParams["page"];
        return ApiResponse.Json(200, new { page, visits = await context.State.GetAsync<int>("visits", page) });
    }
}
