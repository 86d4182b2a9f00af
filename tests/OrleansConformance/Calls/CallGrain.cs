using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Calls;

public sealed class CallGrain : Grain, ICallGrain
{
    public Task Nothing() => Task.CompletedTask;

    public Task<string> Echo(string text) => Task.FromResult(text);

    public async ValueTask NothingByValue(bool late)
    {
        if (late)
        {
            await Task.Yield();
        }
    }

    public async ValueTask<int> Increment(int number, bool late)
    {
        if (late)
        {
            await Task.Yield();
        }

        return number + 1;
    }

    public Task<ReadOnlyMemory<byte>> Bytes(ReadOnlyMemory<byte> bytes) => Task.FromResult(bytes);

    public Task<BinaryMessage> Pass(BinaryMessage parcel) => Task.FromResult(parcel);

    public async Task Throw(bool late)
    {
        if (late)
        {
            await Task.Yield();
        }

        throw new InvalidOperationException("as thrown");
    }

    public Task ThrowBeforeTheTask() => throw new InvalidOperationException("as thrown");

    public Task ThrowCancelled() => throw new OperationCanceledException("given up");

    public async ValueTask<int> ThrowByValue(bool late)
    {
        if (late)
        {
            await Task.Yield();
        }

        throw new InvalidOperationException("as thrown");
    }

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public Task<string> GrainIdText() => Task.FromResult(this.GetGrainId().ToString());

    public Task<ICallGrain> Self() => Task.FromResult(this.AsReference<ICallGrain>());

    public Task<string> AskOther(ICallGrain other) => other.Key();

    public async Task Tell(string note)
    {
        var probe = Probe.Of(this.GetPrimaryKeyString());
        await probe.Gate("tell");
        probe.Note(note);
    }

    public Task TellAndThrow(string note)
    {
        Probe.Of(this.GetPrimaryKeyString()).Note(note);
        throw new InvalidOperationException("nobody hears this");
    }
}
