using Orleans;

namespace Motia.Embedded.Tests.Runtime;

public interface IRuntimeGrain : IGrainWithStringKey
{
    Task<int> ThreadId();

    /// <summary>Whether the other grain ran inside this one's turn.</summary>
    Task<bool> NestsCallsTo(IRuntimeGrain other);

    Task<bool> IsNested();

    /// <summary>Moves the silo's clock while the method runs.</summary>
    Task Take(TimeSpan time);

    Task Throw();

    /// <summary>Notes that it has started, waits for the gate, notes that it has ended.</summary>
    [ResponseTimeout("00:00:10")]
    Task Wait();

    Task<Guid> Which();
}
