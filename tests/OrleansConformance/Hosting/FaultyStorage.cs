using Orleans.Storage;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>A storage provider that notes its writes on the grain's probe, and fails when the test has noted so there.</summary>
public sealed class FaultyStorage : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Do("read", grainId);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var probe = Probe.Of(grainId.Key.ToString());
        probe.Note("write begins");
        await Task.Run(() => Thread.SpinWait(10_000));
        probe.Note("write ends");
        await Do("write", grainId);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Do("clear", grainId);

    private static Task Do(string what, GrainId grainId) =>
        Probe.Of(grainId.Key.ToString()).Notes.Contains($"fail {what}")
            ? Task.FromException(new IOException($"The disk failed to {what}."))
            : Task.CompletedTask;
}
