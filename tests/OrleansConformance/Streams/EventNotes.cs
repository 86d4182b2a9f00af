using Motia.OrleansConformance.Tests.Hosting;
using Orleans.Streams;

namespace Motia.OrleansConformance.Tests.Streams;

/// <summary>Notes on a probe what comes.</summary>
public sealed class EventNotes(string key) : IAsyncObserver<string>
{
    public Task OnNextAsync(string item, StreamSequenceToken? token = null)
    {
        Probe.Of(key).Note(item);
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex) => Task.FromException(ex);
}
