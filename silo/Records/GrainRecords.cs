using Orleans.Storage;

namespace Motia.Silo.Records;

/// <summary>The records of one activation: its own, and those of its parts. Used only inside the activation's turns.</summary>
internal sealed class GrainRecords(IGrainStorage storage, GrainId grain)
{
    /// <summary>The name under which the host registers the <see cref="IGrainStorage"/> of all grains, as a keyed service.</summary>
    public const string StorageName = "motia";

    private int _running;
    private bool _closed;
    private TaskCompletionSource? _quiet;

    /// <summary>The grain's own record.</summary>
    /// <param name="stateName">Unique across grain types, of letters and hyphens.</param>
    public Record Own(string stateName) => new(this, storage, stateName, grain);

    /// <summary>The record of a numbered part of the grain.</summary>
    /// <param name="stateName">Unique across grain types, of letters and hyphens.</param>
    /// <param name="number">The part's number.</param>
    public Record Part(string stateName, long number) => new(this, storage, stateName, GrainId.Create(grain.Type, PartKey(grain.Key.ToString()!, number)));

    /// <summary>Starts no more operations, and is done when those that run have ended: what comes after sees their outcome.</summary>
    public Task CloseAsync()
    {
        _closed = true;
        return _running == 0 ? Task.CompletedTask : (_quiet ??= new()).Task;
    }

    internal void Enter(Record record)
    {
        if (_closed)
        {
            throw new InvalidOperationException($"{record} can't be read or written: its grain is being deactivated.");
        }

        _running++;
    }

    internal void Leave()
    {
        if (--_running == 0)
        {
            _quiet?.TrySetResult();
        }
    }

    // The grain's key with the part's number in front, in the form that GrainKeys demands: "g:orders" becomes "p:12.g.orders".
    private static string PartKey(string key, long number) => string.Create(null, $"p:{number}.{key[0]}.{key.AsSpan(2)}");
}
