namespace Motia.Silo.Runners;

/// <summary>Keeps the requests of one call in order that are about the same item, or about a group and any of its items; the others begin in order and run side by side.</summary>
internal sealed class RequestOrder
{
    private const int WhenToSweep = 1_000;

    // Used by who reads the connection alone.
    private readonly Dictionary<(string, string), Dictionary<string, Task>> _items = [];
    private readonly Dictionary<(string, string), Task> _groups = [];
    private int _untilSweep = WhenToSweep;

    /// <summary>Runs a request after those before it that it must not overtake.</summary>
    /// <param name="group">The group that it is about.</param>
    /// <param name="item">The item in it; null if it is about all of them.</param>
    /// <param name="request">What to run.</param>
    public Task<T> RunAsync<T>((string, string) group, string? item, Func<Task<T>> request)
    {
        Sweep();
        if (!_items.TryGetValue(group, out var items))
        {
            _items[group] = items = new(StringComparer.Ordinal);
        }

        var ofGroup = _groups.GetValueOrDefault(group, Task.CompletedTask);
        var before = item is null ? Task.WhenAll(items.Values.Append(ofGroup)) : items.GetValueOrDefault(item, ofGroup);
        var running = before.IsCompleted ? request() : AfterAsync(before, request);
        if (item is not null)
        {
            items[item] = running;
            return running;
        }

        items.Clear();
        _groups[group] = running;
        return running;
    }

    private static async Task<T> AfterAsync<T>(Task before, Func<Task<T>> request)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await request();
    }

    private void Sweep()
    {
        if (--_untilSweep > 0)
        {
            return;
        }

        foreach (var (group, items) in _items)
        {
            foreach (var (item, _) in items.Where(last => last.Value.IsCompleted))
            {
                items.Remove(item);
            }

            if (items.Count == 0)
            {
                _items.Remove(group);
            }
        }

        foreach (var (group, _) in _groups.Where(last => last.Value.IsCompleted))
        {
            _groups.Remove(group);
        }

        _untilSweep = WhenToSweep;
    }
}
