using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Motia;

/// <summary>An HTTP answer.</summary>
/// <remarks>A string body is sent as is, as <c>text/html; charset=utf-8</c> unless a header says otherwise; a byte body as is, as <c>application/octet-stream</c> unless a
/// header says otherwise; anything else as JSON with camelCase names; null sends nothing.</remarks>
public sealed class ApiResponse
{
    private ApiHeaders? _headers;

    /// <summary>The status code, 200–599. Default: 200.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The body: a string, a <c>byte[]</c>, a <see cref="ReadOnlyMemory{T}"/> of bytes, or anything that serializes to JSON.</summary>
    public object? Body { get; set; }

    /// <summary>The headers, looked up without regard to case; a header may have several values. Reading one that is absent gives no values, and setting one to no
    /// values removes it. Default: none.</summary>
    public IDictionary<string, StringValues> Headers => _headers ??= new();

    /// <summary>Whether any header was set; reads without making the dictionary.</summary>
    public bool HasHeaders => _headers is { Count: > 0 };

    /// <summary>An answer whose body is JSON.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="body">What is serialized.</param>
    public static ApiResponse Json(int status, object? body) => new()
    {
        Status = status,

        // As a body of their own these would be sent as they are, or not at all.
        Body = body is null or string or byte[] or ReadOnlyMemory<byte> ? JsonSerializer.SerializeToElement(body) : body,
    };

    /// <summary>An answer whose body is plain text.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="text">The text.</param>
    public static ApiResponse Text(int status, string text) => new() { Status = status, Body = text, Headers = { ["content-type"] = "text/plain; charset=utf-8" } };

    /// <summary>An answer whose body is HTML.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="html">The page.</param>
    public static ApiResponse Html(int status, string html) => new() { Status = status, Body = html };

    /// <summary>An answer whose body is bytes.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="contentType">Their media type.</param>
    public static ApiResponse Bytes(int status, ReadOnlyMemory<byte> bytes, string contentType = "application/octet-stream") =>
        new() { Status = status, Body = bytes, Headers = { ["content-type"] = contentType } };

    /// <summary>An answer without a body.</summary>
    /// <param name="status">The status code. Default: 204.</param>
    public static ApiResponse Empty(int status = 204) => new() { Status = status };
}
