using System.ComponentModel.DataAnnotations;
using Motia;

namespace Sample.Board;

/// <summary>POST /board/:board/notes puts a note on a board; everybody who looks at it sees it at once.</summary>
public static class AddNote
{
    public static readonly ApiStep Config = new()
    {
        Name = "AddNote",
        Method = "POST",
        Path = "/board/:board/notes",
        Flows = ["board"],
    };

    public static async Task<ApiResponse> Handler(ApiRequest<NewNote> request, StepContext context)
    {
        var note = new Note(request.Body.Text, request.Body.Author);
        return ApiResponse.Json(201, await context.Streams.Of(Notes.Config).SetAsync(request.PathParams["board"], context.TraceId, note));
    }
}

/// <summary>The body.</summary>
public sealed record NewNote([property: Length(1, 200)] string Text, [property: Length(1, 40)] string Author);
