namespace Motia.Silo.Runners;

/// <summary>Remembers which files' code ran when a shared process ended, and which of them therefore run alone.</summary>
internal sealed class RunnerBlame(TimeProvider time)
{
    private const int MostAlone = 4;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, long> _victims = new(StringComparer.Ordinal);
    private readonly List<string> _alone = [];

    /// <summary>The files that have a process of their own, the longest there first.</summary>
    public IReadOnlyList<string> Alone => _alone;

    /// <summary>Notes what ran in a shared process that ended. What ran in two of them within ten minutes gets a process of its own; where too many have, the oldest goes back.</summary>
    public void Note(IEnumerable<string> victims)
    {
        foreach (var file in victims)
        {
            if (_victims.TryGetValue(file, out var before) && time.GetElapsedTime(before) <= Memory)
            {
                _victims.Remove(file);
                _alone.Remove(file);
                _alone.Add(file);
                continue;
            }

            _victims[file] = time.GetTimestamp();
        }

        if (_alone.Count > MostAlone)
        {
            _alone.RemoveRange(0, _alone.Count - MostAlone);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _victims.Clear();
        _alone.Clear();
    }

    /// <summary>Forgets the files that are gone.</summary>
    public void Keep(IReadOnlyCollection<string> files)
    {
        _alone.RemoveAll(file => !files.Contains(file));
        foreach (var gone in _victims.Keys.Except(files).ToArray())
        {
            _victims.Remove(gone);
        }
    }
}
