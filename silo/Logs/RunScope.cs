using System.Collections;

namespace Motia.Silo.Logs;

/// <summary>A logging scope that names a run and its step; a list of pairs, so that every logging provider can show it.</summary>
internal sealed class RunScope(string traceId, string step) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public string TraceId => traceId;

    public string Step => step;

    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("TraceId", traceId),
        1 => new("Step", step),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{step} {traceId}";
}
