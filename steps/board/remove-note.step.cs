using Motia;

namespace Sample.Board;

/// <summary>DELETE /board/:board/notes/:id takes a note off a board.</summary>
public static class RemoveNote
{
    public static readonly ApiStep Config = new()
    {
        Name = "RemoveNote",
        Method = "DELETE",
        Path = "/board/:board/notes/:id",
        Flows = ["board"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context) =>
        await context.Streams.Of(Notes.Config).DeleteAsync(request.PathParams["board"], request.PathParams["id"]) is { } note
            ? ApiResponse.Json(200, note)
            : ApiResponse.Json(404, new { error = $"There is no note {request.PathParams["id"]} on the board {request.PathParams["board"]}." });
}
