using System.Collections.Immutable;
using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Motia.Grains;
using Motia.Silo.Json;

namespace Motia.Silo.Api;

/// <summary>Makes bytes of a handler's answer.</summary>
internal static class AnswerBuilder
{
    public const string Json = "application/json; charset=utf-8";
    public const string Html = "text/html; charset=utf-8";
    public const string Binary = "application/octet-stream";
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>The answer of a response.</summary>
    /// <exception cref="InvalidOperationException">It is null, or its status or a header can't be sent.</exception>
    public static ApiAnswer Build(ApiResponse? response)
    {
        if (response is null)
        {
            throw new InvalidOperationException("The handler returned nothing; it must return an ApiResponse.");
        }

        DemandStatus(response.Status);

        string? contentType = null;
        var headers = response.HasHeaders ? Flatten(response.Headers, out contentType) : [];
        return response.Body switch
        {
            null => new(response.Status, contentType, headers, default),
            string text => new(response.Status, contentType ?? Html, headers, Encoding.UTF8.GetBytes(text)),
            byte[] bytes => new(response.Status, contentType ?? Binary, headers, bytes),
            ReadOnlyMemory<byte> bytes => new(response.Status, contentType ?? Binary, headers, bytes),
            var body => new(response.Status, contentType ?? Json, headers, JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), MotiaJson.Options)),
        };
    }

    /// <summary>The answer of a response whose body is bytes already.</summary>
    /// <param name="status">The status.</param>
    /// <param name="headers">The headers; null for none.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its media type unless a header says otherwise.</param>
    /// <exception cref="InvalidOperationException">The status or a header can't be sent.</exception>
    public static ApiAnswer Build(int status, IDictionary<string, StringValues>? headers, ReadOnlyMemory<byte> body, string? contentType)
    {
        DemandStatus(status);
        string? own = null;
        var flat = headers is null ? [] : Flatten(headers, out own);
        return new ApiAnswer(status, own ?? contentType, flat, body);
    }

    /// <summary>The response that an answer came from, for middleware to look at.</summary>
    public static ApiResponse Wrap(ApiAnswer answer) => ApiResponse.Bytes(answer.Status, answer.Body, answer.ContentType!);

    private static void DemandStatus(int status)
    {
        if (status is < 200 or > 599)
        {
            throw new InvalidOperationException($"The handler answered with the status {status}; a status is a number from 200 to 599.");
        }
    }

    private static ImmutableArray<string> Flatten(IDictionary<string, StringValues> headers, out string? contentType)
    {
        contentType = null;
        var flat = new List<string>(headers.Count * 2);
        foreach (var (name, values) in headers)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                throw new InvalidOperationException($"The handler answered with a header named \"{name}\"; a header's name has letters, digits and - only.");
            }

            foreach (var value in values)
            {
                if (value.AsSpan().ContainsAnyInRange('\0', '\u001f') || value.AsSpan().ContainsAnyExceptInRange('\0', '\u007e'))
                {
                    throw new InvalidOperationException($"The handler answered with the header {name} whose value holds control or non-ASCII characters; encode it.");
                }

                if (name.Equals("content-type", StringComparison.OrdinalIgnoreCase))
                {
                    contentType = value;
                }
                else if (!IsTheServersOwn(name))
                {
                    flat.Add(name);
                    flat.Add(value ?? "");
                }
            }
        }

        return [.. flat];
    }

    // How the message is framed is between the server and the client.
    private static bool IsTheServersOwn(string name) =>
        name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
        || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase)
        || name.Equals("connection", StringComparison.OrdinalIgnoreCase);
}
