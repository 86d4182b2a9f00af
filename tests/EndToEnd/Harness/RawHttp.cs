using System.Net.Sockets;
using System.Text;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>HTTP as bytes on a socket, for what no client library sends.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request and reads until the server closes.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="request">The request; it should say <c>Connection: close</c>.</param>
    /// <returns>The whole answer.</returns>
    public static async Task<string> SendAsync(SiloProcess silo, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(silo.Address.Host, silo.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(Eventually.Limit);
        }
        catch (IOException)
        {
            // The server may close before it has read everything; what it answered first has come.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>A request without a body.</summary>
    public static Task<string> GetAsync(SiloProcess silo, string target, string headers = "") =>
        SendAsync(silo, $"GET {target} HTTP/1.1\r\nHost: {silo.Address.Authority}\r\nConnection: close\r\n{headers}\r\n");
}
