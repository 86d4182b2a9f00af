using Motia;

namespace Sample.Board;

/// <summary>POST /board/:board/notes/:id/like counts; however many do it at once, none is lost.</summary>
public static class LikeNote
{
    public static readonly ApiStep Config = new()
    {
        Name = "LikeNote",
        Method = "POST",
        Path = "/board/:board/notes/:id/like",
        Flows = ["board"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        var (notes, board, id) = (context.Streams.Of(Notes.Config), request.PathParams["board"], request.PathParams["id"]);
        if (await notes.GetAsync(board, id) is null)
        {
            return NotFound(board, id);
        }

        var note = await notes.UpdateAsync(board, id, [StateOperation.Increment("likes")]);
        if (note is { Text: not null })
        {
            return ApiResponse.Json(200, note);
        }

        // It was removed just then, and an update makes what is missing.
        await notes.DeleteAsync(board, id);
        return NotFound(board, id);
    }

    private static ApiResponse NotFound(string board, string id) => ApiResponse.Json(404, new { error = $"There is no note {id} on the board {board}." });
}
