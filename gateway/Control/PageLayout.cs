using System.Net;

namespace Motia.Gateway.Control;

/// <summary>The frame that the control surface's pages share.</summary>
internal static class PageLayout
{
    /// <summary>A whole page.</summary>
    /// <param name="title">Its title; is escaped.</param>
    /// <param name="body">Its body; is not escaped.</param>
    public static string Render(string title, string body) => $$"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
        body { max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; }
        th { font-weight: 600; } code { font: .9em ui-monospace, monospace; } .error { color: #c33; } .quiet { opacity: .7; }
        </style></head><body>
        <h1>{{WebUtility.HtmlEncode(title)}}</h1>
        {{body}}
        </body></html>
        """;
}
