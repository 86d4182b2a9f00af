using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Motia.Gateway.Requests;

/// <summary>Writes the CORS headers of Motia: everything is allowed, unless the project lists its origins.</summary>
internal sealed class CorsHeaders(IOptions<MotiaOptions> options)
{
    private static readonly StringValues Any = "*";
    private static readonly StringValues MaximumAge = "600";
    private readonly HashSet<string> _origins = new(options.Value.Cors.Origins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds the allow headers.</summary>
    public void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (_origins.Count == 0)
        {
            headers.AccessControlAllowOrigin = Any;
        }
        else
        {
            headers.Append("Vary", "Origin");
            var origin = context.Request.Headers.Origin;
            if (origin.Count != 1 || !_origins.Contains(origin.ToString()))
            {
                return;
            }

            headers.AccessControlAllowOrigin = origin;
        }

        headers.AccessControlAllowMethods = Any;
        headers.AccessControlAllowHeaders = Any;
    }

    /// <summary>Answers a preflight request that no step answers itself.</summary>
    public static void AnswerPreflight(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.AccessControlMaxAge = MaximumAge;
    }
}
