namespace Motia.Silo.Tests.Queues;

/// <summary>What a handler does in one run.</summary>
internal enum ChaosBehaviour
{
    Succeed,
    Throw,
    Timeout,
    Hang,
    Exit,
}
