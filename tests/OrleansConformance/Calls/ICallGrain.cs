using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Calls;

public interface ICallGrain : IGrainWithStringKey
{
    Task Nothing();

    Task<string> Echo(string text);

    ValueTask NothingByValue(bool late);

    ValueTask<int> Increment(int number, bool late);

    Task<ReadOnlyMemory<byte>> Bytes(ReadOnlyMemory<byte> bytes);

    Task<BinaryMessage> Pass(BinaryMessage parcel);

    Task Throw(bool late);

    Task ThrowBeforeTheTask();

    Task ThrowCancelled();

    ValueTask<int> ThrowByValue(bool late);

    Task<string> Key();

    Task<string> GrainIdText();

    Task<ICallGrain> Self();

    Task<string> AskOther(ICallGrain other);

    [OneWay]
    Task Tell(string note);

    [OneWay]
    Task TellAndThrow(string note);
}
