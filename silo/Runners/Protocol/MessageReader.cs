using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Motia.Silo.Runners.Protocol;

/// <summary>Reads messages off a connection and puts those together whose bodies come in chunks.</summary>
internal sealed class MessageReader(Stream stream)
{
    private readonly PipeReader _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: FrameFormat.LargestPart, leaveOpen: true));
    private readonly Dictionary<uint, PartialMessage> _partial = [];

    /// <summary>The next whole message; null when the connection has ended.</summary>
    /// <exception cref="RunnerProtocolException">What came is none.</exception>
    public async ValueTask<RunnerMessage?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            while (TryCut(ref rest, out var frame))
            {
                if (Take(frame) is { } message)
                {
                    _pipe.AdvanceTo(rest.Start);
                    return message;
                }
            }

            if (read.IsCompleted)
            {
                return rest.IsEmpty ? null : throw new RunnerProtocolException("The connection ended within a frame.");
            }

            _pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private static bool TryCut(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(rest);
        if (!reader.TryReadBigEndian(out int length))
        {
            return false;
        }

        if (length is < FrameFormat.HeaderSize or > FrameFormat.LargestFrame)
        {
            throw new RunnerProtocolException($"A frame says that it has {(uint)length} bytes; it has {FrameFormat.HeaderSize} to {FrameFormat.LargestFrame}.");
        }

        if (reader.Remaining < length)
        {
            return false;
        }

        frame = rest.Slice(reader.Position, length);
        rest = rest.Slice(frame.End);
        return true;
    }

    // The message that the frame completes, if it does.
    private RunnerMessage? Take(ReadOnlySequence<byte> frame)
    {
        Span<byte> header = stackalloc byte[FrameFormat.HeaderSize];
        frame.Slice(0, FrameFormat.HeaderSize).CopyTo(header);
        var (kind, id) = (header[0], BinaryPrimitives.ReadUInt32BigEndian(header[1..]));
        var content = frame.Slice(FrameFormat.HeaderSize);
        return (FrameKind)kind is FrameKind.Chunk or FrameKind.LastChunk
            ? TakeChunk((FrameKind)kind, id, content)
            : TakeMessage((FrameKind)(kind & ~FrameFormat.IsChunked), (kind & FrameFormat.IsChunked) != 0, id, content);
    }

    private RunnerMessage? TakeMessage(FrameKind kind, bool isChunked, uint id, ReadOnlySequence<byte> content)
    {
        if (!Enum.IsDefined(kind) || kind is FrameKind.Chunk or FrameKind.LastChunk)
        {
            throw new RunnerProtocolException($"A frame is of the kind 0x{(byte)kind:x2}, which there is not.");
        }

        var bytes = content.ToArray();
        if (bytes.Length < FrameFormat.LengthSize || BinaryPrimitives.ReadUInt32BigEndian(bytes) is var metaLength && metaLength > bytes.Length - FrameFormat.LengthSize)
        {
            throw new RunnerProtocolException($"The meta of a {kind} is longer than its frame.");
        }

        var end = FrameFormat.LengthSize + (int)metaLength;
        var message = new RunnerMessage(kind, id, bytes.AsMemory(FrameFormat.LengthSize, (int)metaLength), bytes.AsMemory(end));
        if (!isChunked)
        {
            return message.Body.Length <= FrameFormat.LargestPart
                ? message
                : throw new RunnerProtocolException($"A {kind} has a body of {message.Body.Length} bytes in its frame; more than {FrameFormat.LargestPart} come in chunks.");
        }

        if (!message.Body.IsEmpty || !_partial.TryAdd(id, new PartialMessage(message)))
        {
            throw new RunnerProtocolException($"A {kind} in chunks has {(message.Body.IsEmpty ? $"the id {id} of another one" : "a body in its first frame")}.");
        }

        return null;
    }

    private RunnerMessage? TakeChunk(FrameKind kind, uint id, ReadOnlySequence<byte> part)
    {
        if (part.Length > FrameFormat.LargestPart || !_partial.TryGetValue(id, out var partial))
        {
            throw new RunnerProtocolException($"A chunk of the message {id} {(part.Length > FrameFormat.LargestPart ? $"has {part.Length} bytes; it may have {FrameFormat.LargestPart}" : "came without its beginning")}.");
        }

        partial.Add(part);
        if (kind == FrameKind.Chunk)
        {
            return null;
        }

        _partial.Remove(id);
        return partial.Message;
    }
}
