using System.Text.Json;

namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of a Log.</summary>
/// <param name="Level"><c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Message">The line.</param>
/// <param name="Args">Its arguments.</param>
internal sealed record LogMeta(string? Level, string? Message, JsonElement Args);
