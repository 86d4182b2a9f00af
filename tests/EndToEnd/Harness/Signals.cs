using System.Runtime.InteropServices;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Sends the signals that .NET's Process can't.</summary>
internal static class Signals
{
    private const int Interrupt = 2;
    private const int Killed = 9;
    private const int Terminate = 15;
    private const int Stop = 19;
    private const int NoSuchProcess = 3;

    /// <summary>kill -9.</summary>
    public static void SendKill(int processId) => Send(processId, Killed);

    /// <summary>kill -9; to a process that has ended by itself meanwhile, nothing.</summary>
    public static void SendKillUnlessEnded(int processId) => Send(processId, Killed, mayHaveEnded: true);

    /// <summary>What Ctrl+C in a terminal sends.</summary>
    public static void SendInterrupt(int processId) => Send(processId, Interrupt);

    /// <summary>What a service manager or a container's host sends.</summary>
    public static void SendTerminate(int processId) => Send(processId, Terminate);

    /// <summary>Stops a process as it stands, so that it neither runs nor ends: what a debugger, a paused container or a swapping machine does.</summary>
    public static void SendStop(int processId) => Send(processId, Stop);

    private static void Send(int processId, int signal, bool mayHaveEnded = false)
    {
        if (Kill(processId, signal) != 0 && !(mayHaveEnded && Marshal.GetLastPInvokeError() == NoSuchProcess))
        {
            throw new InvalidOperationException($"The signal {signal} could not be sent to {processId}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
