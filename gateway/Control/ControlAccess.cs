using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Motia.Gateway.Control;

/// <summary>Decides who may use the control surface.</summary>
/// <remarks>
/// It is open only in Development, when every bound address is loopback, the Host header names loopback and the Origin is absent or the same: a web page the developer
/// visits can neither reach it from another origin nor by pointing a name of its own at 127.0.0.1. Otherwise the token is needed; no token set means closed.
/// </remarks>
internal sealed class ControlAccess(IHostEnvironment environment, IServer server, IOptions<MotiaOptions> options)
{
    public const string CookieName = "motia-control";
    private readonly string? _token = string.IsNullOrEmpty(options.Value.Token) ? null : options.Value.Token;
    private bool? _isLoopbackOnly;

    /// <summary>Whether a token could open what is closed.</summary>
    public bool HasToken => _token is not null;

    public bool IsAllowed(HttpContext context)
    {
        var isSameOrigin = IsSameOrigin(context.Request);
        return (environment.IsDevelopment() && IsLoopbackOnly() && IsLoopbackHost(context.Request.Host.Host) && isSameOrigin)
            || IsToken(BearerOf(context.Request))
            || (isSameOrigin && _token is not null && AreEqual(context.Request.Cookies[CookieName], CookieValue()));
    }

    /// <summary>Why a request that is not allowed is not, and what would help.</summary>
    public string Refusal(HttpContext context)
    {
        var token = HasToken ? "send the token: Authorization: Bearer <token>" : "set Motia__Token and restart";
        var request = context.Request;
        return !environment.IsDevelopment() || !IsLoopbackOnly()
                ? HasToken
                    ? "The control surface needs its token: Authorization: Bearer <token>."
                    : $"The control surface is closed: it is open without a token only in Development, on a loopback address. {char.ToUpperInvariant(token[0])}{token[1..]}."
            : !IsLoopbackHost(request.Host.Host) ? $"The control surface is closed: it was called as {request.Host.Host}; call it as localhost or 127.0.0.1, or {token}."
            : $"The control surface is closed: it was called by a page of {request.Headers.Origin}; call it from a page of {request.Scheme}://{request.Host}, or {token}.";
    }

    public bool IsToken(string? given) => _token is not null && AreEqual(given, _token);

    /// <summary>What the cookie holds: derived from the token, so that the token itself is not kept in a browser.</summary>
    public string CookieValue() =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_token ?? throw new InvalidOperationException("No token is set.")), "motia control cookie"u8));

    private static string? BearerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
    }

    private static bool IsSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static bool AreEqual(string? given, string expected) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool IsLoopbackOnly()
    {
        if (_isLoopbackOnly is null && server.Features.Get<IServerAddressesFeature>() is { Addresses: { Count: > 0 } addresses })
        {
            _isLoopbackOnly = addresses.All(address => IsLoopbackHost(BindingAddress.Parse(address).Host));
        }

        // A server that tells no addresses (a test server) has no socket that anyone outside could reach.
        return _isLoopbackOnly ?? true;
    }
}
