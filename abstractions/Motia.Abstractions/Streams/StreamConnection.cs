using Microsoft.Extensions.Primitives;

namespace Motia;

/// <summary>The request with which somebody connects to the streams.</summary>
/// <param name="Headers">Its headers; names in any case.</param>
/// <param name="Url">Its path and query.</param>
/// <param name="Token">The token it carries: what follows <c>Authorization</c> in the WebSocket's subprotocols, or <c>authToken</c> in the query; null if it has none.</param>
public sealed record StreamConnection(IReadOnlyDictionary<string, StringValues> Headers, string Url, string? Token);
