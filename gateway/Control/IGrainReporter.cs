namespace Motia.Gateway.Control;

/// <summary>Where the control surface learns what the grains of the cluster did.</summary>
public interface IGrainReporter
{
    /// <summary>How many silos there are, and what each type of grain did since its silo started.</summary>
    Task<GrainReport> ReadAsync();
}
