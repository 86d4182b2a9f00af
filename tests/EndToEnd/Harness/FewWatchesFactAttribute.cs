using System.Diagnostics;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A test of a silo for which the system has room for few inotify watches. Without a namespace of its own, in which the limit is another one, it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FewWatchesFactAttribute : FactAttribute
{
    public FewWatchesFactAttribute()
    {
        if (!Works.Value)
        {
            Skip = "It needs a user namespace: unshare --user --map-root-user must work.";
        }
    }

    private static Lazy<bool> Works { get; } = new(() => OperatingSystem.IsLinux() && TryRun([.. Launcher(1), "true"]));

    /// <summary>Starts a process that may have so many watches, with its children.</summary>
    public static IReadOnlyList<string> Launcher(int watches) =>
        ["unshare", "--user", "--map-root-user", "sh", "-c", $"echo {watches} > /proc/sys/user/max_inotify_watches && exec \"$@\"", "sh"];

    private static bool TryRun(IReadOnlyList<string> command)
    {
        try
        {
            using var process = Process.Start(command[0], command.Skip(1));
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no unshare.
            return false;
        }
    }
}
