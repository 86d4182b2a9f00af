namespace Motia.Silo.Tests.Queues;

/// <content>What must hold when everything has ended.</content>
internal sealed partial class ChaosModel
{
    /// <summary>Checks the end of every delivery.</summary>
    /// <param name="letters">All dead letters.</param>
    public void CheckEnds(IReadOnlyList<ChaosLetter> letters)
    {
        lock (_gate)
        {
            foreach (var id in letters.GroupBy(letter => letter.Id).Where(same => same.Count() > 1).Select(same => same.Key))
            {
                Report($"{id} is in the dead letters twice.");
            }

            var dead = letters.DistinctBy(letter => letter.Id).ToDictionary(letter => letter.Id, StringComparer.Ordinal);
            foreach (var delivery in _deliveries.Values)
            {
                CheckEnd(delivery, dead.GetValueOrDefault(delivery.Id));
            }
        }
    }

    private void CheckEnd(ChaosDelivery delivery, ChaosLetter? letter)
    {
        if (letter is not null)
        {
            CheckLetter(delivery, letter);
        }
        else if (delivery.IsAccepted && !delivery.HasSucceeded && !delivery.MayBeDiscarded)
        {
            Report($"Lost: {Describe(delivery)} was accepted, and is neither done nor dead nor discarded.");
        }

        if (letter is not null && delivery is { Discarded: not null, Redrives: 0, IsLate: false })
        {
            Report($"Discarded and dead: {Describe(delivery)}");
        }

        if (delivery is { DeadBefore: { } before, MayBeDiscarded: false, Redrives: 0, IsLate: false })
        {
            if (letter is null)
            {
                Report($"Out of order: a later one of its group began at {before}, before {Describe(delivery)} had succeeded.");
            }
            else if (delivery.Runs.Exists(run => run.Began > before))
            {
                Report($"Out of order: a later one of its group began at {before}, and then ran {Describe(delivery)}, which is dead.");
            }
        }
    }

    private void CheckLetter(ChaosDelivery delivery, ChaosLetter letter)
    {
        var (failed, lives) = (0, delivery.Redrives + 1 + (delivery.IsLate ? 1 : 0));
        foreach (var error in letter.Errors)
        {
            var isKnown = error.StartsWith("The process ended", StringComparison.Ordinal)
                || (delivery.IsRejected ? error.StartsWith("The data do not satisfy", StringComparison.Ordinal) : delivery.Runs.Exists(run => Explains(run, error)));
            if (!isKnown)
            {
                Report($"The dead letter of {Describe(delivery)} has a failure that did not happen: {error}");
            }

            failed += error.StartsWith("The process ended", StringComparison.Ordinal) ? 0 : 1;
        }

        var allowed = delivery.Step.MaxRetries + 1;
        if (letter.Errors.Count > allowed * lives)
        {
            Report($"Too many attempts ({letter.Errors.Count}) in the dead letter of {Describe(delivery)}");
        }
        else if (letter.Errors.Count < (delivery.IsRejected ? 1 : allowed))
        {
            Report($"Only {letter.Errors.Count} attempts in the dead letter of {Describe(delivery)}");
        }

        if (failed > delivery.Runs.Count(MayHaveFailed) && !delivery.IsRejected)
        {
            Report($"{failed} failures in the dead letter of {Describe(delivery)}");
        }

        if (letter.Errors.Count - failed > _ends.Count)
        {
            Report($"More ends of the process ({letter.Errors.Count - failed}) than there were ({_ends.Count}) in the dead letter of {Describe(delivery)}");
        }

        // A success that was not saved before the process was killed is none: the start of the run may have been noted, and its end is taken for that of the process.
        var last = delivery.Runs.FindLast(run => run.End is ChaosRunEnd.Succeeded or ChaosRunEnd.Threw or ChaosRunEnd.TimedOut || run.IsLost);
        if (last is { End: ChaosRunEnd.Succeeded, IsSlow: false } && !delivery.IsLate && !_ends.Exists(end => end > last.Ended))
        {
            Report($"Done and dead: {Describe(delivery)}: {string.Join(" | ", letter.Errors.Select(error => error.Split('\n')[0]))}");
        }
    }

    private static bool MayHaveFailed(ChaosRun run) => run.End is ChaosRunEnd.Threw or ChaosRunEnd.TimedOut || run.IsSlow;

    private static bool Explains(ChaosRun run, string error) =>
        run.End == ChaosRunEnd.Threw ? error.Contains($"[{run}]", StringComparison.Ordinal) || (run.IsSlow && IsTimeout(error)) : MayHaveFailed(run) && IsTimeout(error);

    private static bool IsTimeout(string error) =>
        error.StartsWith("The handler ran out of its", StringComparison.Ordinal) || error.StartsWith("System.OperationCanceledException", StringComparison.Ordinal);
}
