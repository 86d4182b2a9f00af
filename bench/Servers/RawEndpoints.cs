using System.Text.Json;
using Bench.Steps;
using Microsoft.AspNetCore.Http;

namespace Motia.Bench.Servers;

/// <summary>The benchmark's steps written by hand on Kestrel: the least that the same work can cost.</summary>
internal static class RawEndpoints
{
    public static Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/greeting":
                Write(context.Response, new Greeting("Hello from the benchmark", 42, true));
                return Task.CompletedTask;
            case "/orders":
                return AnswerOrderAsync(context);
            case "/later":
                return AnswerLaterAsync(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }

    private static async Task AnswerOrderAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var json = new Utf8JsonReader(read.Buffer);
                var order = JsonSerializer.Deserialize<NewOrder>(ref json, JsonSerializerOptions.Web)!;
                reader.AdvanceTo(read.Buffer.End);
                Write(context.Response, PlacedOrder.Of(order));
                return;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task AnswerLaterAsync(HttpContext context)
    {
        await Task.Yield();
        Write(context.Response, new Greeting("Hello from the benchmark", 42, true));
    }

    // Not flushed: head and body go out together when the request ends.
    private static void Write<T>(HttpResponse response, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        body.CopyTo(response.BodyWriter.GetSpan(body.Length));
        response.BodyWriter.Advance(body.Length);
    }
}
