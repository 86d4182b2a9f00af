using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Motia.Silo.Runners;

/// <summary>Cuts what a process writes into lines. Of a line that is too long the beginning is kept.</summary>
internal static class OutputLines
{
    private const int LongestLine = 16 * 1024;

    /// <summary>Reads to the end.</summary>
    public static async Task ReadAsync(PipeReader output, Action<string> onLine)
    {
        var isCut = false;
        while (true)
        {
            var read = await output.ReadAsync();
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Tell(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
                isCut = false;
            }

            if (rest.Length > LongestLine || read.IsCompleted)
            {
                Tell(rest);
                rest = rest.Slice(rest.End);
                isCut = true;
            }

            output.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted)
            {
                return;
            }
        }

        void Tell(ReadOnlySequence<byte> line)
        {
            // The rest of a line whose beginning was told.
            if (isCut || line.IsEmpty)
            {
                return;
            }

            var text = Encoding.UTF8.GetString(line.Slice(0, Math.Min(line.Length, LongestLine))).TrimEnd('\r');
            onLine(line.Length > LongestLine ? text + "…" : text);
        }
    }
}
