using System.Net.WebSockets;

namespace Motia.Gateway.Streams;

/// <summary>Why a connection to the streams ends.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">The same for people.</param>
internal sealed record StreamEnd(WebSocketCloseStatus Code, string Reason);
