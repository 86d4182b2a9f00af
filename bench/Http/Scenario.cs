using System.Globalization;
using System.Text;

namespace Motia.Bench.Http;

/// <summary>One kind of request that is measured.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Request">The bytes of a request.</param>
/// <param name="Key">The key of its headline; null if it has none.</param>
internal sealed record Scenario(string Title, byte[] Request, string? Key)
{
    private const string Order = """{"item":"coffee","quantity":3,"customer":"Ada Lovelace"}""";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("GET, a small JSON answer", Encode("GET /greeting"), "apiStepVsRawKestrel"),
        new("POST, a typed JSON body and a JSON answer", Encode("POST /orders", Order), "apiPostVsRawKestrel"),
        new("GET as above, from a handler that awaits", Encode("GET /later"), null),
    ];

    /// <summary>A request as a program sends it.</summary>
    public static byte[] Encode(string methodAndPath, string? json = null)
    {
        var head = $"{methodAndPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nUser-Agent: motia-bench\r\n";
        var body = json is null ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {json.Length}\r\n");
        return Encoding.ASCII.GetBytes($"{head}{body}\r\n{json}");
    }
}
