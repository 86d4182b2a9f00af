using Motia;

namespace Sample.Visits;

/// <summary>POST /visits/:page counts a visit. The update is atomic: of two visits at once, both are counted.</summary>
public static class CountVisit
{
    public static readonly ApiStep Config = new()
    {
        Name = "CountVisit",
        Method = "POST",
        Path = "/visits/:page",
        Flows = ["visits"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        var page = request.PathParams["page"];
        var visits = await context.State.UpdateAsync<int>("visits", page, [StateOperation.Increment("")]);
        return ApiResponse.Json(200, new { page, visits });
    }
}
