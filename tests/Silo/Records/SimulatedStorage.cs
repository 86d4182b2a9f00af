using System.Globalization;
using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Tests.Records;

/// <summary>Storage on a <see cref="Disk"/> whose operations take a while, are counted, and can crash or fail at a chosen one.</summary>
internal sealed class SimulatedStorage(Disk disk, Simulation simulation) : IGrainStorage
{
    private readonly HashSet<string> _busy = [];

    public int Reads { get; private set; }

    public int Writes { get; private set; }

    public int Deletes { get; private set; }

    public long BytesWritten { get; private set; }

    public int Operations => Reads + Writes + Deletes;

    /// <summary>The operation, from 1, at which everything stops.</summary>
    public int? CrashAt { get; init; }

    /// <summary>The operation, from 1, that throws; the following ones work.</summary>
    public int? FailAt { get; init; }

    /// <summary>Whether the operation that crashes or fails is done before.</summary>
    public bool DoesIt { get; init; }

    public bool IsCrashed { get; private set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RunAsync(stateName, grainId, name =>
    {
        Reads++;
        var found = disk.Records.TryGetValue(name, out var record);
        grainState.State = (T)(object)new GrainRecord { Payload = found ? record.Payload : [] };
        grainState.ETag = found ? Etag(record.Version) : null;
        grainState.RecordExists = found;
    });

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // As it is now: whoever changes it later has a defect.
        var payload = ((GrainRecord)(object)grainState.State!).Payload;
        var copy = payload.ToArray();
        return RunAsync(stateName, grainId, name =>
        {
            Writes++;
            BytesWritten += copy.Length;
            Assert.Equal(copy, payload);
            var version = CheckVersion(name, grainState.ETag) + 1;
            disk.Records[name] = (copy, version);
            grainState.ETag = Etag(version);
            grainState.RecordExists = true;
        });
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => RunAsync(stateName, grainId, name =>
    {
        Deletes++;
        CheckVersion(name, grainState.ETag);
        disk.Records.Remove(name);
        grainState.ETag = null;
        grainState.RecordExists = false;
    });

    private static string Etag(int version) => version.ToString(CultureInfo.InvariantCulture);

    private int CheckVersion(string name, string? etag)
    {
        var version = disk.Records.TryGetValue(name, out var record) ? record.Version : 0;
        return etag == (version == 0 ? null : Etag(version)) ? version : throw new InconsistentStateException($"{name} has version {version} and not {etag}.");
    }

    private async Task RunAsync(string stateName, GrainId grainId, Action<string> operation)
    {
        var name = $"{stateName}/{grainId.Key}";
        Assert.True(_busy.Add(name), $"Two operations at a time on {name}.");
        await simulation.PauseAsync();
        await StopIfCrashedAsync();
        var isLast = Operations + 1 == CrashAt;
        var isFailing = Operations + 1 == FailAt;
        if (!(isLast || isFailing) || DoesIt)
        {
            operation(name);
        }
        else
        {
            Reads++;
        }

        IsCrashed |= isLast;
        await StopIfCrashedAsync();
        await simulation.PauseAsync();
        await StopIfCrashedAsync();
        _busy.Remove(name);
        if (isFailing)
        {
            throw new IOException("The disk is on fire.");
        }
    }

    // A crashed process gets no answers.
    private Task StopIfCrashedAsync() => IsCrashed ? new TaskCompletionSource().Task : Task.CompletedTask;
}
