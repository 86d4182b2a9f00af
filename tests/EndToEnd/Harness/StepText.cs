namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Writes step files.</summary>
internal static class StepText
{
    /// <summary>A class name made of a route: <c>GET /orders/:id</c> is <c>GetOrdersId</c>.</summary>
    public static string NameOf(string route) =>
        string.Concat(route.Split([' ', '/', ':', '-', '?', '*', '.', '%', '_'], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));

    /// <summary>An api step.</summary>
    /// <param name="name">Its class and its name.</param>
    /// <param name="route">METHOD and path.</param>
    /// <param name="handler">The body of its async handler.</param>
    /// <param name="config">Further members of the config.</param>
    /// <param name="parameters">What the handler takes.</param>
    /// <param name="more">Further types of the file.</param>
    public static string Api(
        string name, string route, string handler, string config = "", string parameters = "ApiRequest request, StepContext context", string more = "")
    {
        var at = route.IndexOf(' ', StringComparison.Ordinal);
        return $$"""
            using System.ComponentModel.DataAnnotations;
            using System.Text.Json;
            using System.Text.Json.Nodes;
            using Microsoft.Extensions.Logging;
            using Motia;

            #pragma warning disable CS1998

            public static class {{name}}
            {
                public static readonly ApiStep Config = new() { Name = "{{name}}", Method = "{{route[..at]}}", Path = "{{route[(at + 1)..]}}", {{config}} };

                public static async Task<ApiResponse> Handler({{parameters}})
                {
                    {{handler}}
                }
            }

            {{more}}
            """;
    }
}
