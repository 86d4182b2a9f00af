namespace Motia.Grains;

/// <summary>How the occurrences of cron steps are told from events.</summary>
public static class CronTicks
{
    /// <summary>The topic that a cron step's deliveries have, and its one subscription. It is no name that a step may emit or subscribe.</summary>
    public const string Topic = "@cron";

    /// <summary>The one lane that has a cron step's deliveries, so that it knows whether any has not ended. Part of the stored format.</summary>
    public const int Lane = 0;

    /// <summary>How many occurrences an entry of the ledger counts at most; there may have been more.</summary>
    public const int MostCounted = 10_000;

    /// <summary>The schedule of a cron step.</summary>
    /// <param name="grains">Where grains come from.</param>
    /// <param name="step">The step's name.</param>
    public static ICronGrain Cron(this IGrainFactory grains, string step)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<ICronGrain>(GrainKeys.Step(step));
    }
}
