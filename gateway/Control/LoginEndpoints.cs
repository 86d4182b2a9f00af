using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Motia.Gateway.Control;

/// <summary>Lets a browser in: a form takes the token once and a cookie stands for it afterwards.</summary>
internal static class LoginEndpoints
{
    public const string Path = ControlSurface.Prefix + "/login";

    public static void Map(IEndpointRouteBuilder control) =>
        control.MapPost("/login", async (HttpContext context, ControlAccess access) =>
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : FormCollection.Empty;
            if (!access.IsToken(form["token"]))
            {
                return Results.Content(LoginPage.Render(access.HasToken, wasRefused: true), "text/html; charset=utf-8", statusCode: 401);
            }

            context.Response.Cookies.Append(ControlAccess.CookieName, access.CookieValue(), new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                Path = ControlSurface.Prefix,
            });
            return TypedResults.Redirect(ControlSurface.Prefix + "/");
        }).DisableAntiforgery();
}
