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
        return await notes.GetAsync(board, id) is null
            ? ApiResponse.Json(404, new { error = $"There is no note {id} on the board {board}." })
            : ApiResponse.Json(200, await notes.UpdateAsync(board, id, [StateOperation.Increment("likes")]));
    }
}
