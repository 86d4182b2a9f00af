namespace Motia.Silo.Tests.Queues;

/// <summary>One activation of a lane, as the store sees it: it begins with reading its root.</summary>
/// <param name="Number">Which one of its lane it is, from 1.</param>
/// <param name="Began">When, by the clock of the machine.</param>
internal sealed record ChaosActivation(int Number, long Began);
