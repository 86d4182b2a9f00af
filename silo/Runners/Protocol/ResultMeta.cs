using System.Text.Json;

namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of an api call's Result.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">Name and value, or values.</param>
/// <param name="BodyKind"><c>none</c>, <c>json</c>, <c>text</c> or <c>bytes</c>.</param>
internal sealed record ResultMeta(int Status, IReadOnlyDictionary<string, JsonElement>? Headers, string? BodyKind);
