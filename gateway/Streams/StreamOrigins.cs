using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Motia.Gateway.Streams;

/// <summary>Which web pages may open a WebSocket: those of this server, in Development those of this machine, and those that the project lists. Programs send no origin.</summary>
internal sealed class StreamOrigins(IHostEnvironment environment, IOptions<MotiaOptions> options)
{
    private readonly HashSet<string> _listed = new(options.Value.Cors.Origins, StringComparer.OrdinalIgnoreCase);

    public bool IsAllowed(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin.Count == 1
                && (IsOf(request.Host, origin.ToString())
                    || _listed.Contains(origin.ToString())
                    || (environment.IsDevelopment() && IsLoopback(origin.ToString()))));
    }

    // Not the scheme: a proxy in front may take https off.
    private static bool IsOf(HostString host, string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port is { } port ? uri.Port == port : uri.IsDefaultPort);

    private static bool IsLoopback(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
