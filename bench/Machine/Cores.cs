using System.Globalization;
using System.Runtime.InteropServices;
using Motia.Bench.CommandLine;

namespace Motia.Bench.Machine;

/// <summary>The processors this process may use, two of which are told apart: one for a server, one for the load on it.</summary>
internal sealed class Cores
{
    private const int CurrentThread = 0;
    private const int NoSuchThread = 3;
    private readonly byte[] _all;

    private Cores(byte[] all, int server, int load) => (_all, Server, Load) = (all, server, load);

    /// <summary>The processor for servers.</summary>
    public int Server { get; }

    /// <summary>The processor for what puts load on them.</summary>
    public int Load { get; }

    /// <summary>Finds the first two processors that this process may use.</summary>
    public static Cores Find()
    {
        var all = new byte[LibC.CpuSetBytes];
        Check(LibC.GetAffinity(CurrentThread, all.Length, all), "read");
        int[] allowed = [.. Enumerable.Range(0, all.Length * 8).Where(core => (all[core / 8] & (1 << (core % 8))) != 0)];
        return allowed.Length >= 2
            ? new Cores(all, allowed[0], allowed[1])
            : throw new BenchException($"This process may use {allowed.Length} processor; the benchmark needs two, one for the server and one for the load.");
    }

    /// <summary>Keeps the whole process on one processor until the answer is disposed.</summary>
    public IDisposable PinProcess(int core)
    {
        SetAllThreads(Only(core));
        return new Release(this);
    }

    /// <summary>Does something that starts a process, on a thread that is kept on one processor, which the started process inherits.</summary>
    public static T OnCore<T>(int core, Func<T> start)
    {
        T result = default!;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Check(LibC.SetAffinity(CurrentThread, LibC.CpuSetBytes, Only(core)), "set");
                result = start();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result : throw failure;
    }

    private static byte[] Only(int core)
    {
        var set = new byte[LibC.CpuSetBytes];
        set[core / 8] = (byte)(1 << (core % 8));
        return set;
    }

    private static void SetAllThreads(byte[] set)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc/self/task"))
        {
            var thread = int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture);
            if (LibC.SetAffinity(thread, set.Length, set) != 0 && Marshal.GetLastPInvokeError() != NoSuchThread)
            {
                Check(-1, "set");
            }
        }
    }

    private static void Check(int result, string what)
    {
        if (result != 0 && Marshal.GetLastPInvokeError() is var error && result < 0)
        {
            throw new BenchException(
                $"The processors of a thread could not be {what}: {Marshal.GetPInvokeErrorMessage(error)}. The benchmark pins server and load to a processor each; run it where sched_setaffinity is allowed.");
        }
    }

    private sealed class Release(Cores cores) : IDisposable
    {
        public void Dispose() => SetAllThreads(cores._all);
    }
}
