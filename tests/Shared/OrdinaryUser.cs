using System.Runtime.InteropServices;

namespace Motia.Tests.Shared;

/// <summary>Runs an action without root's right to write everywhere, which tests in a container often have.</summary>
internal static partial class OrdinaryUser
{
    private const uint Nobody = 65_534;

    /// <summary>What the action throws, or null.</summary>
    public static Exception? Catch(Action action)
    {
        Exception? caught = null;

        // On Linux this user id belongs to the thread, which ends with the action.
        Thread thread = new(() =>
        {
            if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
            {
                _ = SetFileSystemUser(Nobody);
            }

            caught = Record.Exception(action);
        });
        thread.Start();
        thread.Join();
        return caught;
    }

    /// <summary>Fails the test if the action throws.</summary>
    public static void Run(Action action) => Assert.Null(Catch(action));

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
