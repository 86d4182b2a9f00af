using System.Text;
using Motia.Grains;

namespace Motia.Silo.Tests.Queues;

/// <summary>A delivery as the model knows it. What changes is guarded by the model's lock.</summary>
/// <param name="step">Its step.</param>
/// <param name="lane">Its lane.</param>
/// <param name="group">Its message group.</param>
/// <param name="place">Which of its group it is, in the order of emitting.</param>
internal sealed class ChaosDelivery(ChaosStep step, int lane, string group, int place)
{
    public string Id { get; } = $"{step.Name}-{group}-{place}";

    public ChaosStep Step => step;

    public int Lane => lane;

    public string Group => group;

    public int Place => place;

    /// <summary>What its first runs do; the later ones succeed.</summary>
    public IReadOnlyList<ChaosBehaviour> Behaviours { get; init; } = [];

    /// <summary>Whether it fails in every run.</summary>
    public bool IsDoomed { get; init; }

    /// <summary>Whether its data are not what the step takes.</summary>
    public bool IsRejected { get; init; }

    /// <summary>How long a run takes.</summary>
    public TimeSpan Work { get; init; }

    /// <summary>How many bytes it has beside the braces.</summary>
    public int Padding { get; init; }

    public List<ChaosRun> Runs { get; } = [];

    /// <summary>Whether an Accept has answered Done.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>The activation that accepted it when it was handed over for the first time; null if that is not certain.</summary>
    public ChaosActivation? AcceptedIn { get; set; }

    /// <summary>Whether it was handed over again after a run had begun: if its lane came up anew in between, it does not know it any more.</summary>
    public bool IsLate { get; set; }

    /// <summary>How often it may have been redriven.</summary>
    public int Redrives { get; set; }

    /// <summary>Whether it may have been discarded.</summary>
    public bool MayBeDiscarded { get; set; }

    /// <summary>When the discarding was answered; null if it was not.</summary>
    public long? Discarded { get; set; }

    /// <summary>When a later one of its group began although this one had not succeeded: it must have been dead by then.</summary>
    public long? DeadBefore { get; set; }

    public bool HasSucceeded => Runs.Exists(run => run.End == ChaosRunEnd.Succeeded);

    public ChaosBehaviour Behaviour(int run) =>
        IsDoomed ? ChaosBehaviour.Throw : run < Behaviours.Count ? Behaviours[run] : ChaosBehaviour.Succeed;

    public EventDelivery Event(DateTime now) =>
        new(Id, $"{step.Name}.topic", "trace", group, Encoding.UTF8.GetBytes(IsRejected ? "5" : $"{{\"text\":\"{new string('x', Padding)}\"}}"), now);

    public override string ToString() => Id;
}
