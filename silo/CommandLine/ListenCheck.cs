using System.Net;
using System.Net.Sockets;

namespace Motia.Silo.CommandLine;

/// <summary>Finds out at once whether the silo can listen where it is told to, before it opens its store and compiles steps.</summary>
/// <remarks>The port is let go again, so it may still be taken before the server binds it; the server's own failure is told then.</remarks>
internal static class ListenCheck
{
    /// <summary>Binds and lets go.</summary>
    /// <exception cref="StartupException">The port is in use or the address can't be listened on.</exception>
    public static void Demand(string host, int port)
    {
        if (port == 0)
        {
            return;
        }

        if (host != "localhost")
        {
            TryBind(IPAddress.Parse(host), host, port, isOneOfTwo: false);
            return;
        }

        TryBind(IPAddress.Loopback, host, port, isOneOfTwo: true);
        TryBind(IPAddress.IPv6Loopback, host, port, isOneOfTwo: true);
    }

    public static StartupException InUse(string host, int port) =>
        new($"Port {port} on {host} is in use; stop what uses it, or choose another with --port (0 picks a free one).");

    public static StartupException Unusable(string host, int port, SocketException cause) => new($"The silo can't listen on {host}:{port}: {cause.Message}.");

    // The server is content with one of localhost's two addresses, but not if the other one is somebody else's.
    private static void TryBind(IPAddress address, string host, int port, bool isOneOfTwo)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
            {
                socket.DualMode = true;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw InUse(host, port);
        }
        catch (SocketException exception) when (!isOneOfTwo)
        {
            throw Unusable(host, port, exception);
        }
        catch (SocketException)
        {
            // Without IPv6 there is no ::1, and the server does without.
        }
    }
}
