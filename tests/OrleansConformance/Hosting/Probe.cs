using System.Collections.Concurrent;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>What a test and its grains tell each other: notes in order, and gates that the grains wait at. The silo runs in the test's process.</summary>
public sealed class Probe
{
    private static readonly ConcurrentDictionary<string, Probe> All = new();
    private readonly List<string> _notes = [];
    private readonly List<(Func<IReadOnlyList<string>, bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    public static Probe Of(string key) => All.GetOrAdd(key, _ => new Probe());

    /// <summary>A key that no other test has.</summary>
    public static string NewKey() => $"k:{Guid.NewGuid():N}";

    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_notes)
            {
                return [.. _notes];
            }
        }
    }

    public void Note(string note)
    {
        lock (_notes)
        {
            _notes.Add(note);
            foreach (var (_, met) in _waiting.Where(one => one.Condition(_notes)))
            {
                met.TrySetResult();
            }
        }
    }

    public Task Noted(string note, int times = 1) => When(notes => notes.Count(one => one == note) >= times);

    public Task When(Func<IReadOnlyList<string>, bool> condition)
    {
        lock (_notes)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (condition(_notes))
            {
                met.SetResult();
            }
            else
            {
                _waiting.Add((condition, met));
            }

            return met.Task.Soon();
        }
    }

    /// <summary>Completes when the gate is open. Grains wait here.</summary>
    public Task Gate(string gate) => GateOf(gate).Task;

    public void Open(string gate) => GateOf(gate).TrySetResult();

    private TaskCompletionSource GateOf(string gate) =>
        _gates.GetOrAdd(gate, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
