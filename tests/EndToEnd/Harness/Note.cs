using System.Globalization;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>What the handler of an event step noted.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Id">The delivery.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="TraceId">The run.</param>
/// <param name="Text">What.</param>
internal sealed record Note(string Step, string Id, int Attempt, DateTime Time, string TraceId, string Text)
{
    public static Note Parse(string line)
    {
        var parts = line.Split('|', 6);
        return new(
            parts[0],
            parts[1],
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            new(long.Parse(parts[3], CultureInfo.InvariantCulture), DateTimeKind.Utc),
            parts[4],
            parts[5]);
    }
}
