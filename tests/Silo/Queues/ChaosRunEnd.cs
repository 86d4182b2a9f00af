namespace Motia.Silo.Tests.Queues;

/// <summary>How a run ended, as the handler saw it.</summary>
internal enum ChaosRunEnd
{
    None,
    Succeeded,
    Threw,
    TimedOut,

    /// <summary>It gave up because the silo stops.</summary>
    Stopped,
}
