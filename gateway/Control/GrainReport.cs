namespace Motia.Gateway.Control;

/// <summary>What the grains of the cluster did.</summary>
/// <param name="Silos">The number of silos.</param>
/// <param name="Grains">One entry for each type of grain.</param>
public sealed record GrainReport(int Silos, IReadOnlyList<GrainTypeReport> Grains);
