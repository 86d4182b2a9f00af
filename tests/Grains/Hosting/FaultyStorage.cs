using Orleans.Storage;

namespace Motia.Grains.Tests.Hosting;

/// <summary>A storage provider that fails when the test has noted so on the grain's probe.</summary>
public sealed class FaultyStorage : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Do("read", grainId);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Do("write", grainId);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Do("clear", grainId);

    private static Task Do(string what, GrainId grainId) =>
        Probe.Of(grainId.Key.ToString()).Notes.Contains($"fail {what}")
            ? Task.FromException(new IOException($"The disk failed to {what}."))
            : Task.CompletedTask;
}
