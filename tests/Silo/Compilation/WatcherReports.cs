using System.Collections.Concurrent;
using Motia.Silo.Compilation;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Compilation;

/// <summary>What a watcher's callback found, each time that it was called, by a clock that moves while that is waited for.</summary>
internal sealed class WatcherReports
{
    private readonly ConcurrentQueue<string> _reports = new();

    public ManualTime Time { get; } = new();

    public bool IsEmpty => _reports.IsEmpty;

    public void Add(string text) => _reports.Enqueue(text);

    /// <summary>Waits for a report, also by a look.</summary>
    /// <returns>What was reported before it.</returns>
    public Task<IReadOnlyList<string>> ComesAsync(string text) => ComesAsync(text, () => Time.Advance(SourceWatcher.LookInterval / 2));

    /// <summary>Waits for a report; the clock moves only to end the quiet time after an event, so that no look can find it.</summary>
    public async Task ComesWithoutALookAsync(string text)
    {
        var started = Time.GetUtcNow();
        await ComesAsync(text, () =>
        {
            if (Time.IsDueWithin(ChangeDebounce.Quiet))
            {
                Time.Advance(ChangeDebounce.Quiet);
            }
        });
        Assert.True(Time.GetUtcNow() - started < SourceWatcher.LookInterval);
    }

    private async Task<IReadOnlyList<string>> ComesAsync(string text, Action moveClock)
    {
        var before = new List<string>();
        await Eventually.Is(
            () =>
            {
                while (_reports.TryDequeue(out var report))
                {
                    if (report == text)
                    {
                        return true;
                    }

                    before.Add(report);
                }

                return false;
            },
            moveClock);
        return before;
    }
}
