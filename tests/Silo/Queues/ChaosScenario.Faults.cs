using System.Collections.Immutable;
using Motia.Grains;

namespace Motia.Silo.Tests.Queues;

/// <content>What emitters, people and accidents do.</content>
internal sealed partial class ChaosScenario
{
    private const int FewestAccidents = 4;
    private const int MostAccidents = 12;

    // Hands one batch after the other over, each until it is accepted.
    private async Task EmitAsync(IReadOnlyList<IReadOnlyList<ChaosDelivery>> batches)
    {
        foreach (var batch in batches)
        {
            await Time.Pause(_choice.Time(0, 800));
            var activation = Activation(batch[0]);
            if (await HandOverAsync(batch))
            {
                Model.AcceptedAtOnce(batch, ReferenceEquals(activation, Activation(batch[0])) ? activation : null);
                continue;
            }

            do
            {
                await Time.Pause(_choice.Time(50, 500));
            }
            while (!_isStuck && !await HandOverAsync(batch));
        }
    }

    private ChaosActivation? Activation(ChaosDelivery delivery) => Activations.GetValueOrDefault(GrainKeys.Lane(delivery.Step.Name, delivery.Lane));

    private async Task<bool> HandOverAsync(IReadOnlyList<ChaosDelivery> batch)
    {
        var times = Dice.Has(ChaosFault.DoubledAccept) && _choice.Next(6) == 0 ? 2 : 1;
        if (times > 1)
        {
            Dice.Note(ChaosFault.DoubledAccept);
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => AcceptAsync(batch)));
        return answers.Any(isDone => isDone);
    }

    private async Task<bool> AcceptAsync(IReadOnlyList<ChaosDelivery> batch)
    {
        ImmutableArray<EventDelivery> deliveries = [.. batch.Select(delivery => delivery.Event(Time.GetUtcNow().UtcDateTime))];
        var (step, lane) = (batch[0].Step.Name, batch[0].Lane);
        var answer = await CallAsync(grains => grains.Lane(step, lane).Accept(step, deliveries));
        if (answer is { Outcome: not (QueueOutcome.Done or QueueOutcome.Unavailable) })
        {
            Model.Report($"Accept answers {answer}.");
        }

        Model.Note(GrainKeys.Lane(step, lane), $"Accept {string.Join(' ', batch)} {answer?.Outcome.ToString() ?? "no answer"}");
        Model.Accepted(batch, answer is { Outcome: QueueOutcome.Done });
        return answer is { Outcome: QueueOutcome.Done };
    }

    private async Task DisturbAsync(Task emitting)
    {
        var accidents = Plan.Faults.Intersect(ChaosPlan.Accidents).ToArray();
        var watchdog = WatchProgressAsync(emitting);
        for (var count = 0; accidents.Length > 0 && !_isStuck && (count < FewestAccidents || (count < MostAccidents && !emitting.IsCompleted)); count++)
        {
            await Time.Pause(_choice.Time(100, 1_500));
            var accident = count < accidents.Length ? accidents[count] : _choice.Of(accidents);
            Dice.Note(accident);
            await HappenAsync(accident);
        }

        await watchdog;
    }

    private Task HappenAsync(ChaosFault accident)
    {
        switch (accident)
        {
            case ChaosFault.Deactivation:
                return DeactivateAsync(_choice.Of(Plan.Steps), _choice.Next(ChaosStep.Lanes));
            case ChaosFault.Kill:
                _process.Die();
                return Task.CompletedTask;
            case ChaosFault.Restart:
                return ReplaceAsync(_process, process => process.StopAsync());
            case ChaosFault.ClockJump:
                Time.Jump((_choice.Next(2) == 0 ? 1 : -1) * _choice.Time(500, 30_000));
                return Task.CompletedTask;
            default:
                return MeddleAsync(_choice.Of(Plan.Deliveries));
        }
    }

    private Task DeactivateAsync(ChaosStep step, int lane)
    {
        Model.Note(GrainKeys.Lane(step.Name, lane), "is deactivated");
        return CallAsync(_ => _process.DeactivateAsync(step, lane));
    }

    private async Task MeddleAsync(ChaosDelivery delivery)
    {
        if (_choice.Next(2) == 0)
        {
            Model.Redriving(delivery);
            var answer = await CallAsync(grains => grains.Lane(delivery.Step.Name, delivery.Lane).Redrive(delivery.Id));
            Model.Note(GrainKeys.Lane(delivery.Step.Name, delivery.Lane), $"redrive {delivery}: {answer?.Outcome.ToString() ?? "no answer"}");
            return;
        }

        Model.Discarding(delivery);
        if (await CallAsync(grains => grains.Lane(delivery.Step.Name, delivery.Lane).Discard(delivery.Id, "The scenario wants it.")) is { Outcome: QueueOutcome.Done })
        {
            Model.Discarded(delivery);
        }
    }

    // Emitters repeat for ever, so somebody must see that it leads to nothing.
    private async Task WatchProgressAsync(Task emitting)
    {
        var (sequence, since) = (Model.Runs, Time.GetTimestamp());
        while (!emitting.IsCompleted)
        {
            await Task.WhenAny(emitting, Time.Pause(Poll));
            if (Model.Runs != sequence || IsBeingReplaced)
            {
                (sequence, since) = (Model.Runs, Time.GetTimestamp());
            }
            else if (Time.GetElapsedTime(since) > LongestStandstill)
            {
                _isStuck = true;
                Model.Report($"No handler begins any more although deliveries are handed over. Handlers run: {Model.Running()}. Last failure of a call: {_lastFailure}");
                return;
            }
        }
    }

    private void CheckDisk()
    {
        // What a killed process had under way may have been written after the next one had looked.
        if (Model.HasKilled)
        {
            return;
        }

        var left = Disk.Names.Where(name => name.StartsWith("inbox-segment/", StringComparison.Ordinal)).ToArray();
        if (left.Length > 0)
        {
            Model.Report($"Segments are left although nothing waits: {string.Join(", ", left)}");
        }
    }
}
