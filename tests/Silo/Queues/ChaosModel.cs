using System.Globalization;
using Motia.Grains;

namespace Motia.Silo.Tests.Queues;

/// <summary>What the scenario saw from outside the product, in one order, and what that must obey.</summary>
internal sealed partial class ChaosModel(ChaosPlan plan)
{
    private const int MostProblems = 5;
    private const int LongestHistory = 30;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, ChaosDelivery> _deliveries = plan.Deliveries.ToDictionary(delivery => delivery.Id, StringComparer.Ordinal);
    private readonly Dictionary<(ChaosStep Step, string Group), ChaosDelivery[]> _groups = plan.Deliveries
        .GroupBy(delivery => (delivery.Step, delivery.Group)).ToDictionary(group => group.Key, group => group.ToArray());
    private readonly HashSet<ChaosRun> _active = [];
    // When processes ended so that the note of a start may have been left behind: killed, or stopped while saves fail.
    private readonly List<long> _ends = [];
    private readonly List<string> _problems = [];
    private readonly List<(string Lane, string What)> _events = [];
    private long _sequence;

    /// <summary>How many runs began.</summary>
    public int Runs { get; private set; }

    /// <summary>How many runs began of deliveries that had already succeeded.</summary>
    public int Repeated { get; private set; }

    /// <summary>A number that grows with everything that happens.</summary>
    public long Sequence => Interlocked.Read(ref _sequence);

    /// <summary>Whether a process was killed.</summary>
    public bool HasKilled { get; private set; }

    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
            {
                return [.. _problems];
            }
        }
    }

    /// <summary>Notes that a process ends: nothing that happens in it counts any more.</summary>
    public bool Kill(ChaosProcess process)
    {
        lock (_gate)
        {
            if (!process.IsDead)
            {
                process.IsDead = true;
                HasKilled = true;
                _ends.Add(++_sequence);
                Note("", $"process {process.Number} is killed");
                return true;
            }

            return false;
        }
    }

    /// <summary>Notes that a silo has stopped as it should.</summary>
    public void Stop(ChaosProcess process)
    {
        lock (_gate)
        {
            process.IsDead = true;
            if (plan.Faults.Intersect(ChaosPlan.Damages).Any())
            {
                _ends.Add(++_sequence);
            }

            Note("", $"process {process.Number} has stopped");
        }
    }

    /// <summary>Notes that a handler begins; null if its process is dead.</summary>
    public ChaosRun? Begin(ChaosProcess process, string id, int attempt)
    {
        lock (_gate)
        {
            if (process.IsDead)
            {
                return null;
            }

            var delivery = _deliveries[id];
            var run = new ChaosRun(delivery, process, process.Activation(delivery), delivery.Runs.Count, ++_sequence);
            Runs++;
            Repeated += delivery.HasSucceeded ? 1 : 0;
            CheckBegin(run, attempt);
            delivery.Runs.Add(run);
            _active.Add(run);
            return run;
        }
    }

    /// <summary>Notes how a handler ended; false if its process is dead, which then must not hear of it.</summary>
    public bool End(ChaosRun run, ChaosRunEnd end, bool isSlow)
    {
        lock (_gate)
        {
            _active.Remove(run);
            if (run.Process.IsDead)
            {
                return false;
            }

            (run.Ended, run.End, run.IsSlow) = (++_sequence, end, isSlow);
            return true;
        }
    }

    /// <summary>Notes that deliveries were handed over.</summary>
    public void Accepted(IEnumerable<ChaosDelivery> deliveries, bool isDone)
    {
        lock (_gate)
        {
            _sequence++;
            foreach (var delivery in deliveries)
            {
                delivery.IsAccepted |= isDone;
                delivery.IsLate |= delivery.Runs.Count > 0 || delivery.IsRejected;
            }
        }
    }

    /// <summary>Notes which activation accepted deliveries that were handed over for the first time.</summary>
    public void AcceptedAtOnce(IEnumerable<ChaosDelivery> deliveries, ChaosActivation? activation)
    {
        lock (_gate)
        {
            foreach (var delivery in deliveries)
            {
                delivery.AcceptedIn = activation;
            }
        }
    }

    public void Redriving(ChaosDelivery delivery)
    {
        lock (_gate)
        {
            delivery.Redrives++;
        }
    }

    public void Discarding(ChaosDelivery delivery)
    {
        lock (_gate)
        {
            delivery.MayBeDiscarded = true;
        }
    }

    public void Discarded(ChaosDelivery delivery)
    {
        lock (_gate)
        {
            delivery.Discarded ??= ++_sequence;
        }
    }

    /// <summary>Notes what happened to a lane, for the report of a problem.</summary>
    public void Note(string lane, string what)
    {
        lock (_gate)
        {
            _events.Add((lane, string.Create(CultureInfo.InvariantCulture, $"{_sequence} {what}")));
        }
    }

    public void Report(string problem)
    {
        lock (_gate)
        {
            if (_problems.Count < MostProblems)
            {
                _problems.Add(problem);
            }
        }
    }

    /// <summary>The handlers that run, for people.</summary>
    public string Running()
    {
        lock (_gate)
        {
            return string.Join(", ", _active.Where(run => !run.Process.IsDead).Select(run => $"{run} {Describe(run)}"));
        }
    }

    private string Describe(ChaosDelivery delivery) => string.Create(
        CultureInfo.InvariantCulture,
        $"{delivery} (maxRetries {delivery.Step.MaxRetries}, redriven {delivery.Redrives}, late {delivery.IsLate}, runs: {string.Join(", ", delivery.Runs.Select(Describe))}; its lane: {History(delivery)})");

    private string History(ChaosDelivery delivery)
    {
        var lane = GrainKeys.Lane(delivery.Step.Name, delivery.Lane);
        return string.Join(" | ", _events.Where(one => one.Lane == lane || one.Lane.Length == 0).Select(one => one.What).TakeLast(LongestHistory));
    }

    private static string Describe(ChaosRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Began}–{run.Ended} {(run.IsLost ? "lost" : run.End)}{(run.IsSlow ? " slowly" : "")} in p{run.Process.Number}a{run.Activation.Number}");
}
