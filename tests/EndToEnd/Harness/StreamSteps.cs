namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Writes streams, and one step through which a test does with them what a handler does.</summary>
internal static class StreamSteps
{
    // Operations come as they are from the test: POST /streams/:stream/:group/:operation?id=… with the item, the operations or the event as the body.
    private const string Step = """
        using System.Text.Json.Nodes;
        using Motia;

        public static class DoStream
        {
            public static readonly ApiStep Config = new() { Name = "DoStream", Method = "POST", Path = "/streams/:stream/:group/:operation" };

            public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
            {
                var (group, id) = (request.PathParams["group"], (string?)(request.QueryParams.TryGetValue("id", out var given) ? given.ToString() : null));
                try
                {
                    var stream = context.Streams.Of<JsonNode>(request.PathParams["stream"]);
                    switch (request.PathParams["operation"])
                    {
                        case "get": return ApiResponse.Json(200, await stream.GetAsync(group, id!));
                        case "list": return ApiResponse.Json(200, await stream.GetGroupAsync(group));
                        case "set": return ApiResponse.Json(200, await stream.SetAsync(group, id!, request.Body!));
                        case "delete": return ApiResponse.Json(200, await stream.DeleteAsync(group, id!));
                        case "increment": return ApiResponse.Json(200, await stream.UpdateAsync(group, id!, [StateOperation.Increment("count")]));
                        case "send": await stream.SendAsync(group, (string)request.Body!["type"]!, request.Body["data"], id); break;
                        case "burst":
                            for (var item = 0; item < (int)request.Body!["count"]!; item++)
                            {
                                await stream.SetAsync(group, $"t{item % (int)request.Body["items"]!}", new JsonObject { ["v"] = item });
                            }

                            break;
                    }

                    return ApiResponse.Json(200, null);
                }
                catch (StreamException exception)
                {
                    return ApiResponse.Json(422, new { code = exception.Code.ToString(), exception.Message });
                }
            }
        }
        """;

    /// <summary>Writes <c>steps/{name}.stream.cs</c>, and the step.</summary>
    /// <param name="project">The project.</param>
    /// <param name="name">The class's name and the stream's.</param>
    /// <param name="config">Further members of its config.</param>
    public static ProjectFolder Stream(this ProjectFolder project, string name, string config = "") =>
        project.Write("steps/DoStream.step.cs", Step).Write($"steps/{name}.stream.cs", $$"""
            using System.Text.Json.Nodes;
            using Motia;

            public static class {{name}}
            {
                public static readonly StreamDefinition<JsonObject> Config = new() { Name = "{{name}}", {{config}} };
            }
            """);

    /// <summary>Writes an item as a handler does.</summary>
    public static Task<string> SetAsync(this HttpClient http, string stream, string group, string id, string item) => http.DoAsync(stream, group, "set", id, item);

    /// <summary>Does something to a stream as a handler does.</summary>
    public static Task<string> DoAsync(this HttpClient http, string stream, string group, string operation, string? id = null, string body = "{}", int status = 200) =>
        http.SendAsync($"POST /streams/{stream}/{group}/{operation}{(id is null ? "" : $"?id={id}")}", body).TextAsync(status);
}
