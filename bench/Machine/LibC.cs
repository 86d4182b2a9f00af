using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Motia.Bench.Machine;

/// <summary>What the benchmark needs of Linux and .NET does not offer.</summary>
internal static partial class LibC
{
    /// <summary>Room for 1,024 processors, as <c>cpu_set_t</c> has.</summary>
    public const int CpuSetBytes = 128;

    public const int Terminate = 15;

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nint size, ReadOnlySpan<byte> cpuSet);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetAffinity(int thread, nint size, Span<byte> cpuSet);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Span<PollEntry> entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);
}
