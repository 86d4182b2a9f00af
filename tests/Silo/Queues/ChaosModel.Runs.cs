namespace Motia.Silo.Tests.Queues;

/// <content>What must hold whenever a handler begins.</content>
internal sealed partial class ChaosModel
{
    private void CheckBegin(ChaosRun run, int attempt)
    {
        var (delivery, step) = (run.Delivery, run.Delivery.Step);
        if (attempt < 1 || attempt > step.MaxRetries + 1)
        {
            Report($"The attempt {attempt} of {Describe(delivery)} is beyond its maxRetries.");
        }

        if (delivery.IsRejected)
        {
            Report($"{Describe(delivery)} runs, but its data are not what the step takes.");
        }

        var running = _active.Where(other => other.Delivery.Step == step && ReferenceEquals(other.Process, run.Process)).ToArray();
        if (running.Length >= step.Concurrency)
        {
            Report($"{run} is number {running.Length + 1} to run of the step {step.Name}, whose concurrency is {step.Concurrency}: {string.Join(", ", running.Select(other => other.ToString()))}.");
        }

        if (Array.Find(running, other => ReferenceEquals(other.Delivery, delivery)) is { } same)
        {
            Report($"{run} begins while {same} runs{Between(run, same)}: {Describe(delivery)}");
        }

        CheckFinished(run);
        if (step.IsFifo)
        {
            if (Array.Find(running, other => other.Delivery.Group == delivery.Group && !ReferenceEquals(other.Delivery, delivery)) is { } other)
            {
                Report($"Two of one message group at a time: {run} begins while {other} runs{Between(run, other)}: {Describe(other.Delivery)}");
            }

            CheckOrder(run);
        }
    }

    private static string Between(ChaosRun run, ChaosRun other) => ReferenceEquals(run.Activation, other.Activation) ? " (same activation)" : " (another activation)";

    // An activation knows what has succeeded in it, however often it is handed over again. Only of what it accepted itself it is certain that it, and not the one before, ran it.
    private void CheckFinished(ChaosRun run)
    {
        var before = run.Delivery.Runs.Find(before => before.End == ChaosRunEnd.Succeeded && !before.IsSlow && ReferenceEquals(before.Activation, run.Activation));
        if (before is not null && run.Delivery.Redrives == 0 && ReferenceEquals(run.Delivery.AcceptedIn, run.Activation))
        {
            Report($"{run} begins although {before} has succeeded in the same activation: {Describe(run.Delivery)}");
        }

        if (run.Delivery is { Discarded: not null, Redrives: 0, IsLate: false })
        {
            Report($"{run} begins although it was discarded at {run.Delivery.Discarded}: {Describe(run.Delivery)}");
        }
    }

    private void CheckOrder(ChaosRun run)
    {
        if (run.Delivery.Redrives > 0 || run.Delivery.IsLate)
        {
            return;
        }

        foreach (var earlier in _groups[(run.Delivery.Step, run.Delivery.Group)].Take(run.Delivery.Place))
        {
            if (!earlier.HasSucceeded && !earlier.MayBeDiscarded && earlier.Redrives == 0 && !earlier.IsLate)
            {
                earlier.DeadBefore ??= run.Began;
            }
        }
    }
}
