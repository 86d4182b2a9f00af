using System.Net;

namespace Motia.Gateway.Control;

/// <summary>The page a browser sees where the token is needed.</summary>
internal static class LoginPage
{
    /// <summary>The page.</summary>
    /// <param name="hasToken">Whether a token could open what is closed.</param>
    /// <param name="wasRefused">Whether a wrong token was given.</param>
    /// <param name="refusal">Why the surface is closed, if more is known than that it has no token.</param>
    public static string Render(bool hasToken, bool wasRefused, string? refusal = null) => PageLayout.Render("Motia", hasToken
        ? $"""
            <p>{(wasRefused ? "That is not the token." : "This control surface needs its token.")}</p>
            <form method="post" action="{LoginEndpoints.Path}"><label>Token <input type="password" name="token" autofocus required></label>
            <button>Enter</button></form>
            """
        : refusal is not null ? $"<p>{WebUtility.HtmlEncode(refusal)}</p>"
        : "<p>This control surface is closed: it is open without a token only in Development, on a loopback address. Set <code>Motia__Token</code> in the environment and restart.</p>");
}
