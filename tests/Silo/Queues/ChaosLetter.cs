using System.Text.Json;

namespace Motia.Silo.Tests.Queues;

/// <summary>A dead letter as the control surface gets it.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Errors">The error of each attempt.</param>
internal sealed record ChaosLetter(string Id, IReadOnlyList<string> Errors)
{
    public static ChaosLetter Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(root.GetProperty("id").GetString()!, [.. root.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.GetProperty("error").GetString()!)]);
    }
}
