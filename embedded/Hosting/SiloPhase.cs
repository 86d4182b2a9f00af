namespace Motia.Embedded.Hosting;

/// <summary>The life of a silo.</summary>
internal enum SiloPhase
{
    Unstarted,
    Running,
    Stopping,
    Stopped,
}
