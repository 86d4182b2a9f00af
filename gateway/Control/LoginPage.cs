namespace Motia.Gateway.Control;

/// <summary>The page a browser sees where the token is needed.</summary>
internal static class LoginPage
{
    public static string Render(bool hasToken, bool wasRefused) => PageLayout.Render("Motia", hasToken
        ? $"""
            <p>{(wasRefused ? "That is not the token." : "This control surface needs its token.")}</p>
            <form method="post" action="{LoginEndpoints.Path}"><label>Token <input type="password" name="token" autofocus required></label>
            <button>Enter</button></form>
            """
        : "<p>This control surface is closed: it is open without a token only in Development, on a loopback address. Set <code>Motia__Token</code> in the environment and restart.</p>");
}
