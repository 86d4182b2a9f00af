using System.Runtime.InteropServices;

namespace Motia.Bench.Machine;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public const short Readable = 1;

    public int File;
    public short Wanted;
    public short Found;
}
