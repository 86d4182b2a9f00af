using System.Runtime.InteropServices;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Stops a process as it stands, so that it neither runs nor ends: what a debugger, a paused container or a swapping machine does.</summary>
internal static class Freeze
{
    private const int Stop = 19;

    /// <summary>SIGSTOP.</summary>
    public static void Send(int processId)
    {
        if (Kill(processId, Stop) != 0)
        {
            throw new InvalidOperationException($"The process {processId} could not be stopped: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
