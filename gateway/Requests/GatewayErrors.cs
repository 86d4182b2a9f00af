using System.Collections.Immutable;
using System.Text;
using Motia.Grains;

namespace Motia.Gateway.Requests;

/// <summary>The answers the gateway makes itself.</summary>
internal static class GatewayErrors
{
    public static ApiAnswer NotFound { get; } = Error(404, "Not found");

    public static ApiAnswer Unavailable { get; } = Error(503, "The service cannot take the request now; try again.", "Retry-After", "1");

    public static ApiAnswer InternalError { get; } = Error(500, "Internal server error");

    public static ApiAnswer TooLarge(long limit) => Error(413, $"The body is larger than {limit} bytes, the most that is accepted.");

    private static ApiAnswer Error(int status, string message, params ImmutableArray<string> headers) =>
        new(status, "application/json; charset=utf-8", headers, Encoding.UTF8.GetBytes($$"""{"error":"{{message}}"}"""));
}
