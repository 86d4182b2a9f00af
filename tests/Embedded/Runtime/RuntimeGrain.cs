using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Motia.Embedded.Tests.Runtime;

public class RuntimeGrain : Grain, IRuntimeGrain
{
    [ThreadStatic]
    private static bool t_nests;

    private readonly Guid _which = Guid.NewGuid();

    private RuntimeSilo Silo => ServiceProvider.GetRequiredService<RuntimeSilo>();

    public Task<int> ThreadId() => Task.FromResult(Environment.CurrentManagedThreadId);

    public Task<bool> NestsCallsTo(IRuntimeGrain other)
    {
        t_nests = true;
        var call = other.IsNested();
        t_nests = false;
        return call;
    }

    public Task<bool> IsNested() => Task.FromResult(t_nests);

    public Task Take(TimeSpan time)
    {
        Silo.Clock.Advance(time);
        return Task.CompletedTask;
    }

    public Task Throw() => throw new InvalidOperationException("as thrown");

    public async Task Wait()
    {
        Silo.Started.TrySetResult();
        await Silo.Gate.Task;
        Silo.Ended.TrySetResult();
    }

    public Task<Guid> Which() => Task.FromResult(_which);
}
