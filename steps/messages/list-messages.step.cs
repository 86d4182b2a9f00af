using Motia;

namespace Sample.Messages;

/// <summary>GET /messages answers the messages that were processed, oldest first.</summary>
public static class ListMessages
{
    public static readonly ApiStep Config = new()
    {
        Name = "ListMessages",
        Method = "GET",
        Path = "/messages",
        Flows = ["messages"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context) =>
        ApiResponse.Json(200, await context.State.GetGroupAsync<Message>("messages"));
}
