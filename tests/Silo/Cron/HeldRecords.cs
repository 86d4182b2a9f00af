using Motia.Silo.Tests.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Cron;

/// <summary>Records of which a test may hold the reading, so that the grain that they belong to does not come up.</summary>
internal sealed class HeldRecords(MemoryRecords records) : IGrainStorage
{
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says by a record's state whether it is held.</summary>
    public Func<string, bool> Holds { get; init; } = _ => false;

    /// <summary>Until when.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when such a record is read.</summary>
    public Task IsRead => _read.Task;

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Holds(stateName))
        {
            _read.TrySetResult();
            await Gate.Task;
        }

        await records.ReadStateAsync(stateName, grainId, grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => records.WriteStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => records.ClearStateAsync(stateName, grainId, grainState);
}
