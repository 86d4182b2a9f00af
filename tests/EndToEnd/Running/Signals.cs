using System.Runtime.InteropServices;

namespace Motia.EndToEnd.Tests.Running;

/// <summary>Sends what .NET's Process can't: the signal that asks a process to end.</summary>
internal static class Signals
{
    private const int Terminate = 15;

    public static void SendTerminate(int processId)
    {
        if (Kill(processId, Terminate) != 0)
        {
            throw new InvalidOperationException($"SIGTERM could not be sent to {processId}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
