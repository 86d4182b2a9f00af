namespace Motia.Silo.Tests.Queues;

/// <summary>One activation of a lane, as the store sees it: it begins with reading its root.</summary>
/// <param name="number">Which one of its lane it is, from 1.</param>
internal sealed class ChaosActivation(int number)
{
    public int Number => number;
}
