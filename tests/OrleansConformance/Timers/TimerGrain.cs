using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Timers;

public sealed class TimerGrain : Grain, ITimerGrain
{
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(10);
    private IGrainTimer? _timer;
    private int _ticks;

    private Probe Probe => Probe.Of(this.GetPrimaryKeyString());

    public Task Start(bool interleave)
    {
        _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(Brief, Brief) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartWaiting()
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                Probe.Note("tick");
                await Probe.Gate("tick").WaitAsync(token).ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                Probe.Note(token.IsCancellationRequested ? "tick cancelled" : "tick ended");
            },
            new GrainTimerCreationOptions(Brief, Brief));
        return Task.CompletedTask;
    }

    public Task StartThrowing()
    {
        _timer = this.RegisterGrainTimer(
            async () =>
            {
                await Tick();
                if (++_ticks == 1)
                {
                    throw new InvalidOperationException("a bad tick");
                }
            },
            Brief,
            Brief);
        return Task.CompletedTask;
    }

    public Task StartOnce()
    {
        _timer = this.RegisterGrainTimer(static (grain, _) => grain.Tick(), this, Brief, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        _timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        Probe.Note("stopped");
        return Task.CompletedTask;
    }

    public async Task Pass(string name)
    {
        Probe.Note(name);
        await Probe.Gate(name);
        Probe.Note($"{name} ended");
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<string> RegisterOutsideATurn()
    {
        try
        {
            await Task.Run(() => this.RegisterGrainTimer(Tick, Brief, Brief)).ConfigureAwait(true);
            return "nothing";
        }
        catch (Exception refused)
        {
            return refused is InvalidOperationException or OrleansException ? "refused" : refused.ToString();
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Probe.Note("deactivated");
        return Task.CompletedTask;
    }

    private Task Tick()
    {
        Probe.Note("tick");
        return Task.CompletedTask;
    }
}
