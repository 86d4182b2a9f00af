using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Queues;

/// <summary>A process's way to the disk, with the scenario's faults. A dead process gets no answers, but what it had under way may still be done.</summary>
internal sealed class ChaosStorage(ChaosDisk disk, ChaosProcess process, ChaosDice dice, bool hasSlowReads) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (stateName == "inbox")
        {
            process.NoteActivation(grainId.Key.ToString()!);
        }

        await Task.Yield();
        if (hasSlowReads && dice.Next(4) == 0)
        {
            await process.Time.Pause(dice.Time(0, 300));
        }

        ThrowIfDead();
        Suffer(ChaosFault.FailedRead, grainId, () => new IOException($"{Name(stateName, grainId)} can't be read."));

        var found = disk.Read(Name(stateName, grainId));
        grainState.State = (T)(object)new GrainRecord { Payload = found?.Payload ?? [] };
        grainState.ETag = found?.Etag;
        grainState.RecordExists = found is not null;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = ((GrainRecord)(object)grainState.State!).Payload;
        return ChangeAsync(stateName, grainId, name =>
        {
            grainState.ETag = disk.Write(name, payload, grainState.ETag);
            grainState.RecordExists = true;
        });
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => ChangeAsync(stateName, grainId, name =>
    {
        disk.Delete(name, grainState.ETag);
        grainState.ETag = null;
        grainState.RecordExists = false;
    });

    private static string Name(string stateName, GrainId grainId) => $"{stateName}/{grainId.Key}";

    private async Task ChangeAsync(string stateName, GrainId grainId, Action<string> change)
    {
        ThrowIfDead();
        await Task.Yield();
        var name = Name(stateName, grainId);
        if (dice.Falls(ChaosFault.SlowSave))
        {
            await process.Time.Pause(dice.Time(50, 2_000));
        }

        if (process.IsDead && dice.Next(2) == 0)
        {
            throw new IOException("The process has ended, and with it the save.");
        }

        Suffer(ChaosFault.FailedSave, grainId, () => new IOException($"No room for {name}."));
        Suffer(ChaosFault.Conflict, grainId, () => new InconsistentStateException($"{name} was written by somebody else."));
        change(name);
        ThrowIfDead();
        Suffer(ChaosFault.LateSave, grainId, () => new TimeoutException($"{name} was not saved in time."));
    }

    private void Suffer(ChaosFault fault, GrainId grainId, Func<Exception> failure)
    {
        if (dice.Falls(fault))
        {
            var exception = failure();
            process.NoteFault(LaneOf(grainId.Key.ToString()!), $"{fault}: {exception.Message}");
            throw exception;
        }
    }

    // The key of a part is its number and the key of its grain: "p:12.l.0%2Fstep".
    private static string LaneOf(string key) => key.StartsWith("p:", StringComparison.Ordinal) && key.IndexOf(".l.", StringComparison.Ordinal) is > 0 and var dot ? $"l:{key[(dot + 3)..]}" : key;

    private void ThrowIfDead()
    {
        if (process.IsDead)
        {
            throw new IOException("The process has ended.");
        }
    }
}
