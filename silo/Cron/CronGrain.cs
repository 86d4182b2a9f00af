using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Gateway.Requests;
using Motia.Grains;
using Motia.Silo.Records;
using Motia.Silo.Steps;
using Motia.Silo.Topics;
using Orleans.Placement;
using Orleans.Storage;

namespace Motia.Silo.Cron;

/// <inheritdoc cref="ICronGrain" />
/// <remarks>
/// What becomes of an occurrence is durable before its delivery is handed over, and again when the lane has it: a crash repeats the handing over, under the same id, and never the
/// decision. Of two activations that see the same occurrence only one can save, so only that one hands it over. A grain whose step is not loaded in its silo ends; a silo that
/// has the step makes another one.
/// </remarks>
[PreferLocalPlacement]
internal sealed partial class CronGrain : Grain, ICronGrain
{
    private const int LongestPage = 1_000;
    private const int MostPending = 100;
    private const string OneByOne = "cron";
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(1);

    // Well below a call's time limit: whoever waits for the schedule hears of a lane that hangs.
    private static readonly TimeSpan LanePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RepeatPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClockCorrection = TimeSpan.FromDays(1);

    private readonly StepRegistry _registry;
    private readonly SubscriptionTable _subscriptions;
    private readonly CronUptime _uptime;
    private readonly TimeProvider _time;
    private readonly ILogger<CronGrain> _logger;
    private readonly GrainRecords _records;
    private readonly CronLedger _ledger;
    private StepDescription? _followed;
    private CronSchedule _schedule = null!;
    private CronRules _rules = null!;
    private IGrainTimer? _timer;
    private bool _hasFailed;
    private bool _hasWarned;

    public CronGrain(
        [FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage,
        StepRegistry registry,
        SubscriptionTable subscriptions,
        CronUptime uptime,
        TimeProvider time,
        ILogger<CronGrain> logger)
    {
        (_registry, _subscriptions, _uptime, _time, _logger) = (registry, subscriptions, uptime, time, logger);
        _records = new(storage, GrainContext.GrainId);
        _ledger = new(_records);
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    private StepDescription? Step => _registry.Steps.ByKey(this.GetPrimaryKeyString())?.Description is { Type: StepKind.Cron } step ? step : null;

    private IEventStepGrain Lane => GrainFactory.Lane(_ledger.Step, CronTicks.Lane);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await _ledger.LoadAsync();
        _timer = this.RegisterGrainTimer(_ => TickAsync(), new() { DueTime = Timeout.InfiniteTimeSpan, Period = Timeout.InfiniteTimeSpan });
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _records.CloseAsync().WaitAsync(cancellationToken);

    public Task Ensure() => TickAsync();

    public async Task<CronRunAnswer> RunNow()
    {
        try
        {
            if (_hasFailed || !await FollowAsync())
            {
                return new(_hasFailed ? QueueOutcome.Unavailable : QueueOutcome.Missing, Message: _hasFailed ? "The schedule begins anew; repeat the call." : "The step is not loaded.");
            }

            if (_ledger.Pending.Count >= MostPending)
            {
                return new(QueueOutcome.Unavailable, Message: $"{MostPending} runs wait already for the step's queue, which does not take them just now. Repeat the call when /__motia/cron/ledger shows that they are taken.");
            }

            var entry = Add(new(Now, CronOutcome.Manual), Now);
            await _ledger.SaveAsync();
            var isTaken = await HandOverAsync();
            SetTimer(isTaken);
            return isTaken
                ? new(QueueOutcome.Done, entry.DeliveryId, entry.TraceId)
                : new(QueueOutcome.Unavailable, entry.DeliveryId, entry.TraceId, "It is noted, but the step's queue does not take it just now; it gets it as soon as it does. Do not repeat the call.");
        }
        catch (Exception failure)
        {
            Fail(failure);
            return new(QueueOutcome.Unavailable, Message: $"It could not be saved: {failure.Message} It may be noted all the same; look at /__motia/cron/ledger before you repeat the call.");
        }
    }

    public Task<CronStatus> Read()
    {
        DateTime? next = null;
        if (Step is { } step)
        {
            var schedule = ReferenceEquals(step, _followed) ? _schedule : CronSchedule.Of(step, _time);
            var now = Now;
            next = schedule.Next(CronSchedule.IdentityOf(step) == _ledger.Schedule && _ledger.Last > now ? _ledger.Last : now);
        }

        return NewestAsync(next);
    }

    public Task<CronLedgerPage> ReadLedger(long before, int limit) => _ledger.ReadAsync(before, Math.Clamp(limit, 1, LongestPage));

    private async Task<CronStatus> NewestAsync(DateTime? next) =>
        new(next, _ledger.Newest ?? (await _ledger.ReadAsync(0, 1)).Entries.FirstOrDefault());

    private async Task TickAsync()
    {
        if (_hasFailed)
        {
            return;
        }

        try
        {
            if (await FollowAsync())
            {
                SetTimer(await HandOverAsync() && await DecideAsync() && await HandOverAsync());
            }
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    // Goes by what the step's config says now; false if this silo has not got the step.
    private async Task<bool> FollowAsync()
    {
        if (Step is not { } step || _subscriptions.NumberOf(step.Name, CronTicks.Topic) is not { } subscription)
        {
            DeactivateOnIdle();
            return false;
        }

        if (!ReferenceEquals(step, _followed))
        {
            (_followed, _schedule, _rules) = (step, CronSchedule.Of(step, _time), CronRules.Of(step));
        }

        var now = Now;
        var isInTheFuture = _ledger.Last > now + ClockCorrection;
        var identity = CronSchedule.IdentityOf(step);
        if (_ledger.Schedule == identity && !isInTheFuture)
        {
            WarnOfClock(step.Name, now);
            return true;
        }

        if (isInTheFuture)
        {
            LogClockSetBack(step.Name, _ledger.Last);
        }

        // Another expression has missed nothing before it was there, and what the one before it decided is decided.
        _ledger.Begin(step.Name, subscription, identity, isInTheFuture || _ledger.Last < now ? now : _ledger.Last);
        await _ledger.SaveAsync();
        return true;
    }

    // What the clock has shown is decided, and does not come again when it is set back.
    private void WarnOfClock(string step, DateTime now)
    {
        var isBehind = _ledger.Last > now + CronRules.LongestDelay;
        if (isBehind && !_hasWarned)
        {
            LogClockBehind(step, _ledger.Last);
        }

        _hasWarned = isBehind;
    }

    private async Task<bool> DecideAsync()
    {
        // Both of the same moment, however long the lane takes to answer; by the clock as it is now, although it may have been set since.
        var now = Now;
        var upSince = now - _time.GetElapsedTime(_uptime.Since(_ledger.Step));
        var due = _schedule.Due(_ledger.Last, now, CronRules.MostCaughtUp);
        if (due.Newest.Count == 0)
        {
            return true;
        }

        var isBusy = _rules.Overlap == Overlap.Skip ? await IsBusyAsync() : false;
        if (isBusy is not { } busy)
        {
            return false;
        }

        foreach (var decision in _rules.Decide(due, upSince, now, busy))
        {
            Add(decision, Now);
        }

        _ledger.Last = due.Newest[^1];
        await _ledger.SaveAsync();
        return true;
    }

    private CronEntry Add(CronDecision decision, DateTime now) => _ledger.Add(decision, now, TraceIds.Create(now));

    // Null if the lane does not say.
    private async Task<bool?> IsBusyAsync()
    {
        try
        {
            return await Lane.HasUnended(CronTicks.Topic).WaitAsync(LanePatience, _time);
        }
        catch (Exception exception)
        {
            LogNotTaken(exception, _ledger.Step, exception.Message);
            return null;
        }
    }

    private async Task<bool> HandOverAsync()
    {
        var pending = _ledger.Pending;
        if (pending.Count == 0)
        {
            return true;
        }

        if (await AcceptAsync([.. pending.Select(DeliveryOf)]) is { } problem)
        {
            LogNotTaken(problem.Cause, _ledger.Step, problem.Text);
            return false;
        }

        _ledger.Settle();
        await _ledger.SaveAsync();
        return true;
    }

    private async Task<(Exception? Cause, string Text)?> AcceptAsync(ImmutableArray<EventDelivery> deliveries)
    {
        try
        {
            var answer = await Lane.Accept(_ledger.Step, deliveries).WaitAsync(LanePatience, _time);
            return answer.Outcome == QueueOutcome.Done ? null : (null, answer.Message ?? $"{answer.Outcome}.");
        }
        catch (Exception exception)
        {
            return (exception, exception.Message);
        }
    }

    // The lane keeps the order within a message group. What is caught up goes one by one even if occurrences may overlap.
    private EventDelivery DeliveryOf(CronEntry entry)
    {
        var isBeside = _rules.Overlap == Overlap.Allow && entry.Outcome != CronOutcome.CaughtUp;
        var data = string.Create(CultureInfo.InvariantCulture, $$"""{"occurrence":"{{entry.Occurrence:O}}"}""");
        return new(entry.DeliveryId, CronTicks.Topic, entry.TraceId, isBeside ? entry.DeliveryId : OneByOne, Encoding.UTF8.GetBytes(data), entry.Decided);
    }

    // A timer that fires early finds nothing due and is set again; one that would wait long looks at the clock in between, which may be set.
    private void SetTimer(bool isTaken)
    {
        var wait = isTaken ? _schedule.Next(_ledger.Last) - Now : RepeatPause;
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 1, LongestTimer.TotalMilliseconds);
        _timer!.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private void Fail(Exception cause)
    {
        _hasFailed = true;
        LogFailed(cause, this.GetPrimaryKeyString());
        DeactivateOnIdle();
    }
}
