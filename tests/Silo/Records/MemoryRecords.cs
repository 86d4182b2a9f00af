using System.Globalization;
using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Records;

/// <summary>Storage in memory that outlives the silos that use it, counts its writes, and fails those that a test chooses.</summary>
internal sealed class MemoryRecords : IGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (byte[] Payload, string Etag)> _records = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];
    private long _writes;

    /// <summary>Says by a record's name whether a write or delete of it throws.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    /// <summary>What a write of a record waits for, by the record's name.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    /// <summary>How many writes there were.</summary>
    public long Writes
    {
        get
        {
            lock (_gate)
            {
                return _writes;
            }
        }
    }

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Done when the records are as the test wants them.</summary>
    public Task When(Func<IReadOnlyList<string>, bool> condition)
    {
        lock (_gate)
        {
            var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((() => condition(Names), met));
            Notify();
            return met.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            var found = _records.TryGetValue(Name(stateName, grainId), out var record);
            grainState.State = (T)(object)new GrainRecord { Payload = found ? record.Payload : [] };
            grainState.ETag = found ? record.Etag : null;
            grainState.RecordExists = found;
            return Task.CompletedTask;
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // Real storage does not answer at once.
        await Task.Yield();
        await BeforeWrite(Name(stateName, grainId));
        lock (_gate)
        {
            var name = Check(stateName, grainId, grainState.ETag);
            grainState.ETag = (++_writes).ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
            _records[name] = (((GrainRecord)(object)grainState.State!).Payload, grainState.ETag);
            Notify();
        }
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Task.Yield();
        lock (_gate)
        {
            _records.Remove(Check(stateName, grainId, grainState.ETag));
            grainState.ETag = null;
            grainState.RecordExists = false;
            Notify();
        }
    }

    private static string Name(string stateName, GrainId grainId) => $"{stateName}/{grainId.Key}";

    private string Check(string stateName, GrainId grainId, string? etag)
    {
        var name = Name(stateName, grainId);
        if (Fails(name))
        {
            throw new IOException("The disk is full.");
        }

        var found = _records.TryGetValue(name, out var record) ? record.Etag : null;
        return found == etag ? name : throw new InconsistentStateException($"{name} has etag {found} and not {etag}.");
    }

    private void Notify() => _waiting.RemoveAll(one => one.Condition() && one.Met.TrySetResult());
}
