using System.Collections.Immutable;
using System.Text;
using Motia.Grains;

namespace Motia.Silo.Tests.Streams;

/// <summary>Notes what a group's grain pushes.</summary>
internal sealed class Watcher : IStreamWatcher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly List<StreamChange> _changes = [];
    private readonly List<(Func<Watcher, bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private TaskCompletionSource? _hold;

    public IReadOnlyList<StreamChange> Changes
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>The number that the last push said it comes after, and those before it.</summary>
    public List<long> After { get; } = [];

    public int Losses { get; private set; }

    /// <summary>What came, as <c>update t1 {"id":"t1"}</c>.</summary>
    public IReadOnlyList<string> Texts =>
        [.. Changes.Select(change => $"{change.Kind.ToString().ToLowerInvariant()} {change.Id} {change.EventType}{Encoding.UTF8.GetString(change.Data.Span)}")];

    /// <summary>Lets pushes wait until the test lets them go.</summary>
    public TaskCompletionSource Hold() => _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Changed(long after, ImmutableArray<StreamChange> changes)
    {
        lock (_gate)
        {
            After.Add(after);
            _changes.AddRange(changes);
            Notify();
        }

        return _hold?.Task ?? Task.CompletedTask;
    }

    public Task Lost()
    {
        lock (_gate)
        {
            Losses++;
            Notify();
        }

        return Task.CompletedTask;
    }

    /// <summary>Done when so much has come.</summary>
    public Task Has(int changes) => When(watcher => watcher._changes.Count >= changes);

    /// <summary>Done when the grain has let go of it.</summary>
    public Task IsLost() => When(watcher => watcher.Losses > 0);

    private Task When(Func<Watcher, bool> condition)
    {
        lock (_gate)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((condition, met));
            Notify();
            return met.Task.WaitAsync(Patience);
        }
    }

    private void Notify() => _waiting.RemoveAll(one => one.Condition(this) && one.Met.TrySetResult());
}
