using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Motia.Grains;

namespace Motia.Gateway.Requests;

/// <summary>Writes a step's answer as an HTTP response.</summary>
internal static class AnswerWriter
{
    private const int InOneWrite = 16 * 1024;

    public static Task WriteAsync(HttpContext context, ApiAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        for (var i = 0; i + 1 < answer.Headers.Length; i += 2)
        {
            var name = answer.Headers[i];
            response.Headers[name] = response.Headers.TryGetValue(name, out var values) && IsRepeated(answer.Headers, i)
                ? StringValues.Concat(values, answer.Headers[i + 1])
                : answer.Headers[i + 1];
        }

        if (answer.ContentType is { } contentType)
        {
            response.ContentType = contentType;
        }

        if (answer.Status is 204 or 205 or 304)
        {
            return Task.CompletedTask;
        }

        response.ContentLength = answer.Body.Length;
        if (HttpMethods.IsHead(context.Request.Method) || answer.Body.IsEmpty)
        {
            return Task.CompletedTask;
        }

        if (answer.Body.Length > InOneWrite)
        {
            return response.BodyWriter.WriteAsync(answer.Body, context.RequestAborted).AsTask();
        }

        // Not flushed here: the server sends head and body together when the request ends.
        answer.Body.Span.CopyTo(response.BodyWriter.GetSpan(answer.Body.Length));
        response.BodyWriter.Advance(answer.Body.Length);
        return Task.CompletedTask;
    }

    // Only values that the answer itself repeats add up; one that the gateway had set before is replaced.
    private static bool IsRepeated(ImmutableArray<string> headers, int at)
    {
        for (var i = 0; i < at; i += 2)
        {
            if (string.Equals(headers[i], headers[at], StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
