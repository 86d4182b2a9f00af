using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Turns;

public abstract class TurnGrainBase : Grain, ITurnGrain
{
    public static readonly AsyncLocal<string?> Callers = new();
    private int _inside;
    private int _overlaps;

    public async Task Pass(string name)
    {
        var probe = Probe.Of(this.GetPrimaryKeyString());
        probe.Note(name);
        await probe.Gate(name);
        probe.Note($"{name} ended");
    }

    public Task PassAlways(string name) => Pass(name);

    public Task CallBackThrough(ITurnGrain other) => other.CallBack(this.AsReference<ITurnGrain>());

    public Task CallBack(ITurnGrain caller) => caller.Pass("called back");

    public Task CallSelf() => this.AsReference<ITurnGrain>().Pass("called itself");

    public async Task<string> WhereAwaitsContinue()
    {
        var own = TaskScheduler.Current;
        if (own == TaskScheduler.Default)
        {
            return "the first turn runs on the default scheduler";
        }

        await Task.Yield();
        if (TaskScheduler.Current != own)
        {
            return "after Yield";
        }

        var inside = await Task.Run(() => TaskScheduler.Current);
        if (TaskScheduler.Current != own || inside != TaskScheduler.Default)
        {
            return "after Task.Run";
        }

        inside = await Task.Factory.StartNew(() => TaskScheduler.Current);
        if (inside != own)
        {
            return "in StartNew";
        }

        inside = await Task.Run(() => { }).ContinueWith(_ => TaskScheduler.Current);
        return inside == own ? "" : "in ContinueWith";
    }

    public Task<bool> SeesCallersAsyncLocal() => Task.FromResult(Callers.Value is not null);

    public async Task<int> Work(int seed)
    {
        var random = new Random(seed);
        var steps = random.Next(1, 5);
        for (var step = 0; step < steps; step++)
        {
            Enter();
            Thread.SpinWait(random.Next(200));
            Leave();
            switch (random.Next(4))
            {
                case 0:
                    await Task.Yield();
                    break;
                case 1:
                    await Task.Run(() => Thread.SpinWait(50));
                    break;
                case 2:
                    await GrainFactory.GetGrain<ITurnGrain>($"{this.GetPrimaryKeyString()}/next", typeof(TurnGrain).FullName).Overlaps();
                    break;
                default:
                    break;
            }
        }

        return steps;
    }

    public Task<int> Overlaps() => Task.FromResult(_overlaps);

    private void Enter()
    {
        if (Interlocked.Increment(ref _inside) != 1)
        {
            Interlocked.Increment(ref _overlaps);
        }
    }

    private void Leave() => Interlocked.Decrement(ref _inside);
}
