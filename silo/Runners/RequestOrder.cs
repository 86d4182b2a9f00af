namespace Motia.Silo.Runners;

/// <summary>Keeps the requests of one call that are about the same thing in order; the others begin in order and run side by side.</summary>
internal sealed class RequestOrder
{
    private const int WhenToSweep = 1_000;

    // The last request about each thing; used by who reads the connection alone.
    private readonly Dictionary<object, Task> _last = [];

    /// <summary>Runs a request after those before it about the same thing.</summary>
    public Task<T> RunAsync<T>(object about, Func<Task<T>> request)
    {
        if (_last.Count >= WhenToSweep)
        {
            foreach (var (ended, _) in _last.Where(last => last.Value.IsCompleted).ToArray())
            {
                _last.Remove(ended);
            }
        }

        var running = _last.TryGetValue(about, out var before) && !before.IsCompleted ? AfterAsync(before, request) : request();
        _last[about] = running;
        return running;
    }

    private static async Task<T> AfterAsync<T>(Task before, Func<Task<T>> request)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await request();
    }
}
