using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Motia.Bench.CommandLine;
using Motia.Bench.Machine;

namespace Motia.Bench.State;

/// <summary>A file whose blocks of 4 KB are overwritten one after the other, with <c>fdatasync</c> after each: what one durable write costs at least.</summary>
internal sealed class SyncFile : IDisposable
{
    private const int Block = 4096;
    private const int Blocks = 1024;
    private readonly SafeFileHandle _file;
    private readonly byte[] _bytes = new byte[Block];
    private int _next;

    public SyncFile(string path)
    {
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Random.Shared.NextBytes(_bytes);
        for (var i = 0; i < Blocks; i++)
        {
            WriteNext();
        }

        RandomAccess.FlushToDisk(_file);
    }

    /// <summary>Writes for a time.</summary>
    public CallResult Run(TimeSpan time)
    {
        var (cpu, start, count) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            WriteNext();
            if (LibC.SyncData(_file) != 0)
            {
                throw new BenchException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}.");
            }

            count++;
        }

        return new CallResult(count, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - cpu);
    }

    public void Dispose() => _file.Dispose();

    private void WriteNext()
    {
        RandomAccess.Write(_file, _bytes, (long)_next * Block);
        _next = (_next + 1) % Blocks;
    }
}
