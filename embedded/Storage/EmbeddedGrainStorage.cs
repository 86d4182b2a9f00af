using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Motia.Embedded.Storage;

/// <summary>Keeps the records of grains in a record store, under the state's name and the grain's identity.</summary>
internal sealed class EmbeddedGrainStorage(string name, IRecordStore store, GrainStateCodec codec) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        Check<T>(stateName, grainId);
        var record = await store.ReadAsync(stateName, grainId.ToString(), cancellationToken);
        grainState.State = record is { } found ? (T)codec.Decode(found.Data) : NewState.Of<T>();
        grainState.ETag = record?.Etag;
        grainState.RecordExists = record is not null;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        Check<T>(stateName, grainId);
        var state = grainState.State
            ?? throw new InvalidOperationException($"State '{stateName}' of {grainId} is null. Clear it instead of writing null.");
        try
        {
            grainState.ETag = await store.WriteAsync(stateName, grainId.ToString(), codec.Encode(state), grainState.ETag, cancellationToken);
        }
        catch (RecordConflictException conflict)
        {
            throw Inconsistent(conflict);
        }

        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        Check<T>(stateName, grainId);
        try
        {
            await store.DeleteAsync(stateName, grainId.ToString(), grainState.ETag, cancellationToken);
        }
        catch (RecordConflictException conflict)
        {
            throw Inconsistent(conflict);
        }

        grainState.State = NewState.Of<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static InconsistentStateException Inconsistent(RecordConflictException conflict) =>
        new(conflict.Message, conflict.EtagFound, conflict.EtagGiven, conflict);

    private void Check<T>(string stateName, GrainId grainId)
    {
        if (typeof(T) != codec.StateType)
        {
            throw new InvalidOperationException($"State '{stateName}' of {grainId} is of type {typeof(T).FullName}, but storage '{name}' takes only "
                + $"{codec.StateType.FullName}. Put the state's bytes into one, in the grain's turn.");
        }
    }
}
