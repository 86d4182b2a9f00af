using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Motia.Silo.Runners.Protocol;

/// <summary>Writes messages to a connection. Whoever writes waits while the other side does not read; between the chunks of a long body others go ahead.</summary>
internal sealed class MessageWriter : IDisposable
{
    private const int MostWaiting = 256 * 1024;

    // What comes while the socket is written to goes with the next write, so that many small messages are few system calls.
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: MostWaiting, resumeWriterThreshold: MostWaiting / 2, minimumSegmentSize: 16 * 1024, useSynchronizationContext: false));
    // Not disposed: who waits for a turn when the sending ends gets it, and learns that.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Sends what is written until the connection fails or <see cref="Dispose"/> was called.</summary>
    public async Task PumpAsync(Stream stream)
    {
        try
        {
            await _pipe.Reader.CopyToAsync(stream);
        }
        catch (Exception exception)
        {
            // Who writes from now on, or waits to, gets this.
            await _pipe.Reader.CompleteAsync(exception);
        }
    }

    /// <summary>Writes a message. Done when there is room for the next one.</summary>
    /// <exception cref="IOException">The connection has ended.</exception>
    public async ValueTask WriteAsync(FrameKind kind, uint id, ReadOnlyMemory<byte> meta, ReadOnlyMemory<byte> body = default)
    {
        if (body.Length <= FrameFormat.LargestPart)
        {
            await WriteFrameAsync((byte)kind, id, meta, body, hasMeta: true);
            return;
        }

        await WriteFrameAsync((byte)((byte)kind | FrameFormat.IsChunked), id, meta, default, hasMeta: true);
        while (body.Length > FrameFormat.LargestPart)
        {
            await WriteFrameAsync((byte)FrameKind.Chunk, id, default, body[..FrameFormat.LargestPart], hasMeta: false);
            body = body[FrameFormat.LargestPart..];
        }

        await WriteFrameAsync((byte)FrameKind.LastChunk, id, default, body, hasMeta: false);
    }

    /// <summary>Ends the sending; who writes, or waits to, fails.</summary>
    public void Dispose() => _pipe.Reader.CancelPendingRead();

    private async ValueTask WriteFrameAsync(byte kind, uint id, ReadOnlyMemory<byte> meta, ReadOnlyMemory<byte> part, bool hasMeta)
    {
        await _turn.WaitAsync();
        try
        {
            Write(kind, id, meta.Span, part.Span, hasMeta);
            if ((await _pipe.Writer.FlushAsync()).IsCompleted)
            {
                throw new IOException("The connection to the runner has ended.");
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Write(byte kind, uint id, ReadOnlySpan<byte> meta, ReadOnlySpan<byte> part, bool hasMeta)
    {
        var metaSize = hasMeta ? FrameFormat.LengthSize + meta.Length : 0;
        var size = FrameFormat.LengthSize + FrameFormat.HeaderSize + metaSize + part.Length;
        var room = _pipe.Writer.GetSpan(size);
        BinaryPrimitives.WriteInt32BigEndian(room, size - FrameFormat.LengthSize);
        room[FrameFormat.LengthSize] = kind;
        BinaryPrimitives.WriteUInt32BigEndian(room[(FrameFormat.LengthSize + 1)..], id);
        var rest = room[(FrameFormat.LengthSize + FrameFormat.HeaderSize)..];
        if (hasMeta)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, meta.Length);
            meta.CopyTo(rest[FrameFormat.LengthSize..]);
            rest = rest[metaSize..];
        }

        part.CopyTo(rest);
        _pipe.Writer.Advance(size);
    }
}
