namespace Motia.Silo.Tests.Queues;

/// <summary>A scenario's chances, made from its seed; safe to be used by several threads.</summary>
internal sealed class ChaosDice(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly Dictionary<ChaosFault, double> _odds = [];
    private readonly Dictionary<ChaosFault, int> _happened = [];
    private volatile bool _isCalm;

    /// <summary>Whether the faults have stopped.</summary>
    public bool IsCalm => _isCalm;

    /// <summary>How often which fault happened.</summary>
    public IReadOnlyDictionary<ChaosFault, int> Happened
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<ChaosFault, int>(_happened);
            }
        }
    }

    public void Allow(ChaosFault fault, double odds) => _odds[fault] = odds;

    public bool Has(ChaosFault fault) => _odds.ContainsKey(fault);

    public void Calm() => _isCalm = true;

    public void Note(ChaosFault fault)
    {
        lock (_gate)
        {
            _happened[fault] = _happened.GetValueOrDefault(fault) + 1;
        }
    }

    public bool Falls(ChaosFault fault)
    {
        if (_isCalm || !_odds.TryGetValue(fault, out var odds))
        {
            return false;
        }

        lock (_gate)
        {
            if (_random.NextDouble() >= odds)
            {
                return false;
            }
        }

        Note(fault);
        return true;
    }

    public int Next(int below)
    {
        lock (_gate)
        {
            return _random.Next(below);
        }
    }

    public int Next(int least, int most) => least + Next(most - least + 1);

    /// <summary>A time in milliseconds, the short ones more often.</summary>
    public TimeSpan Time(int least, int most)
    {
        lock (_gate)
        {
            var share = _random.NextDouble();
            return TimeSpan.FromMilliseconds(least + ((most - least) * share * share * share));
        }
    }

    public T Of<T>(IReadOnlyList<T> list) => list[Next(list.Count)];
}
