using System.Collections.Concurrent;

namespace Motia.Silo.Topics;

/// <summary>Which topics without a subscriber people were told of: each once, while they are few. Who makes topics of ids has more than anyone reads.</summary>
internal sealed class UnheardTopics(TimeProvider time)
{
    /// <summary>How many topics are remembered.</summary>
    public const int Most = 1000;

    private static readonly TimeSpan PauseBeyond = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _count;
    private long _last;

    /// <summary>Whether to tell of a topic: the first time, and of those beyond <see cref="Most"/> one every ten minutes.</summary>
    public bool IsToBeTold(string topic)
    {
        if (_told.ContainsKey(topic))
        {
            return false;
        }

        lock (_lock)
        {
            if (_count < Most)
            {
                var isNew = _told.TryAdd(topic, true);
                _count += isNew ? 1 : 0;
                _last = time.GetTimestamp();
                return isNew;
            }

            if (time.GetElapsedTime(_last) < PauseBeyond)
            {
                return false;
            }

            _last = time.GetTimestamp();
            return true;
        }
    }
}
