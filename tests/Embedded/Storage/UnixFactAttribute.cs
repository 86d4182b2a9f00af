namespace Motia.Embedded.Tests.Storage;

/// <summary>A test of what only Unix has: modes and owners.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "There are no Unix modes on this system.";
        }
    }
}
