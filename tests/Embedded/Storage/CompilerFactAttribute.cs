using Motia.Embedded.Tests.Storage.Processes;

namespace Motia.Embedded.Tests.Storage;

/// <summary>A test that lets the disk fail, for which it compiles a small library in C. Skipped where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "The failing disk is a preloaded library, which this system does not have.";
        }
        else if (FailingDisk.Compiler is null)
        {
            Skip = "There is no C compiler (cc) on the PATH to build the failing disk with.";
        }
    }
}
