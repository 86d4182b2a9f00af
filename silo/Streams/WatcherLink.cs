using Motia.Grains;

namespace Motia.Silo.Streams;

/// <summary>Pushes a group's changes to one watcher: one call at a time, so that what comes meanwhile goes with the next one. A watcher that takes too long is let go, and no
/// other waits for it. Used only inside the grain's turns.</summary>
/// <param name="watcher">The watcher.</param>
/// <param name="after">The number after which it gets every change.</param>
/// <param name="end">Is told that it is let go, and why.</param>
internal sealed class WatcherLink(IStreamWatcher watcher, long after, Action<WatcherLink, Exception?> end)
{
    private const int Most = 10_000;
    private const int MostBytes = 16 * 1024 * 1024;

    private List<StreamChange> _waiting = [];
    private long _after = after;
    private long _bytes;
    private bool _isSending;

    public IStreamWatcher Watcher => watcher;

    /// <summary>When it said last that it watches.</summary>
    public long Seen { get; set; }

    public void Add(StreamChange change)
    {
        _waiting.Add(change);
        _bytes += change.Data.Length;
    }

    /// <summary>Sends what waits.</summary>
    public void Send()
    {
        if (_waiting.Count > Most || _bytes > MostBytes)
        {
            _waiting = [];
            end(this, null);
            _ = TellLostAsync();
        }
        else if (!_isSending && _waiting.Count > 0)
        {
            _ = SendAsync();
        }
    }

    /// <summary>Tells the watcher that it gets no more.</summary>
    public async Task TellLostAsync()
    {
        try
        {
            await watcher.Lost();
        }
        catch (Exception failure)
        {
            // It asks every few seconds whether it still watches, if it is up at all.
            end(this, failure);
        }
    }

    private async Task SendAsync()
    {
        _isSending = true;
        try
        {
            while (_waiting.Count > 0)
            {
                var batch = _waiting;
                (_waiting, _bytes) = ([], 0);
                await watcher.Changed(_after, [.. batch]);
                _after = batch[^1].Number;
            }
        }
        catch (Exception failure)
        {
            end(this, failure);
        }
        finally
        {
            _isSending = false;
        }
    }
}
