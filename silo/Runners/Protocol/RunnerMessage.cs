using System.Text.Json;

namespace Motia.Silo.Runners.Protocol;

/// <summary>One whole message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">What it belongs to.</param>
/// <param name="Meta">A JSON object in UTF-8.</param>
/// <param name="Body">Its body; empty if it has none.</param>
internal readonly record struct RunnerMessage(FrameKind Kind, uint Id, ReadOnlyMemory<byte> Meta, ReadOnlyMemory<byte> Body)
{
    // What a person logs or throws may be deep.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { MaxDepth = 1_000 };

    /// <summary>Reads the meta as a type.</summary>
    /// <exception cref="RunnerProtocolException">It is not one.</exception>
    public T ReadMeta<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Meta.Span, Options) ?? throw new RunnerProtocolException($"The meta of a {Kind} is null; it must be an object.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RunnerProtocolException($"The meta of a {Kind} cannot be read: {exception.Message}", exception);
        }
    }
}
