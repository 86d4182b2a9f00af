using Motia.Silo.Steps;

namespace Motia.Silo.Tests.Queues;

/// <summary>One run of a handler.</summary>
/// <param name="delivery">What it handles.</param>
/// <param name="process">Where.</param>
/// <param name="activation">Which activation of the lane was up when it began.</param>
/// <param name="number">Which run of the delivery it is, from 0.</param>
/// <param name="began">When it began, in the model's order.</param>
internal sealed class ChaosRun(ChaosDelivery delivery, ChaosProcess process, ChaosActivation activation, int number, long began)
{
    public ChaosDelivery Delivery => delivery;

    /// <summary>When it began, by the scenario's clock.</summary>
    public long BeganAt { get; } = process.Time.GetTimestamp();

    public ChaosProcess Process => process;

    public ChaosActivation Activation => activation;

    public int Number => number;

    public long Began => began;

    /// <summary>When it ended, in the model's order.</summary>
    public long? Ended { get; set; }

    public ChaosRunEnd End { get; set; }

    /// <summary>What the product knows of the run.</summary>
    public RunContext? Context { get; set; }

    /// <summary>Whether it took so long that the product may see a timeout, be it that its time was up after it had ended and before the product looked.</summary>
    public bool IsSlow { get => field || Context is { IsCancelled: true }; set; }

    /// <summary>Whether the process ended before the run did.</summary>
    public bool IsLost => End == ChaosRunEnd.None && process.IsDead;

    public override string ToString() => $"{delivery.Id}#{number}";
}
