using System.Runtime.InteropServices;

namespace Motia.Silo.Tests.Compilation;

/// <summary>Runs an action without root's right to read everywhere, which tests in a container often have.</summary>
internal static class OrdinaryUser
{
    private const uint Nobody = 65_534;

    public static void Run(Action action)
    {
        Exception? caught = null;

        // On Linux this user id belongs to the thread, which ends with the action.
        var thread = new Thread(() =>
        {
            if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
            {
                _ = SetFileSystemUser(Nobody);
            }

            caught = Record.Exception(action);
        });
        thread.Start();
        thread.Join();
        Assert.Null(caught);
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);
}
