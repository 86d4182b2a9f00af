using System.Text;
using System.Text.RegularExpressions;

namespace Motia.Docs.Tests;

/// <summary>A <c>curl</c> line of the documentation, as the request it sends.</summary>
internal static partial class CurlLine
{
    public static HttpRequestMessage Parse(string line)
    {
        var match = Shape().Match(line);
        Assert.True(match.Success, $"The tests can't read: {line}");
        var method = match.Groups["method"];
        var request = new HttpRequestMessage(new HttpMethod(method.Success ? method.Value : "GET"), match.Groups["path"].Value);
        if (match.Groups["body"] is { Success: true } body)
        {
            request.Content = new StringContent(body.Value, Encoding.UTF8, match.Groups["type"].Value);
        }

        return request;
    }

    [GeneratedRegex(@"^curl (-X (?<method>\w+) )?'?localhost:3000(?<path>[^\s']*)'?( -H 'content-type: (?<type>[^']+)')?( -d '(?<body>[^']+)')?$")]
    private static partial Regex Shape();
}
