using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Tests.Runners;

/// <summary>Messages as bytes: what is written is read again, and what is no message is refused.</summary>
public sealed class MessageTests
{
    [Fact]
    public void Result_HasItsStatus_ItsHeaders_OfEqualNamesTheLast_AndIgnoresTheRest()
    {
        var result = ResultMeta.Read("""{"other":[{"status":1}],"status":201,"headers":{"X-A":"first","set-cookie":["a=1","b=2"],"x-a":"last"},"bodyKind":"text"}"""u8);
        Assert.Equal((201, "text", "last", "a=1,b=2"), (result.Status, result.BodyKind, (string?)result.Headers!["X-A"], result.Headers["Set-Cookie"].ToString()));
        Assert.Null(ResultMeta.Read("""{"status":200,"headers":{},"bodyKind":"none"}"""u8).Headers);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"status":"200"}""")]
    [InlineData("""{"status":200""")]
    [InlineData("""{"status":200,"headers":7}""")]
    [InlineData("""{"status":200,"headers":{"a":7}}""")]
    [InlineData("""{"status":200,"headers":{"a":["b",{}]}}""")]
    [InlineData("""{"status":20000000000}""")]
    public void Result_ThatIsNone_IsAnError(string meta) =>
        Assert.StartsWith("The meta of a Result cannot be read:", Assert.Throws<RunnerProtocolException>(() => ResultMeta.Read(Encoding.UTF8.GetBytes(meta))).Message, StringComparison.Ordinal);

    private static readonly ReadOnlyMemory<byte> Meta = """{"a":"ü"}"""u8.ToArray();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(64 * 1024 * 3)]
    [InlineData(5_000_000)]
    public async Task Message_OfAnySize_IsReadAsItWasWritten(int size)
    {
        var body = new byte[size];
        Random.Shared.NextBytes(body);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var writer = new MessageWriter();
        _ = writer.PumpAsync(pipe.Writer.AsStream());
        var writing = writer.WriteAsync(FrameKind.Call, 7, Meta, body).AsTask();
        var message = (await new MessageReader(pipe.Reader.AsStream()).ReadAsync())!.Value;
        await writing;
        Assert.Equal((FrameKind.Call, 7u), (message.Kind, message.Id));
        Assert.True(Meta.Span.SequenceEqual(message.Meta.Span) && message.Body.Span.SequenceEqual(body));
    }

    [Fact]
    public async Task Frame_IsLaidOutAsTheDocumentationSays()
    {
        const string Layout = "0000000D" + "04" + "80000001" + "00000002" + "7B7D" + "3132";
        var pipe = new Pipe();
        using var writer = new MessageWriter();
        _ = writer.PumpAsync(pipe.Writer.AsStream());
        await writer.WriteAsync(FrameKind.Reply, 0x80000001, "{}"u8.ToArray(), "12"u8.ToArray());
        var written = await pipe.Reader.ReadAtLeastAsync(Layout.Length / 2);
        Assert.Equal(Layout, Convert.ToHexString(written.Buffer.ToArray()));
    }

    [Fact]
    public async Task Chunks_OfTwoMessagesAndWholeMessagesBetween_AreTakenApart()
    {
        byte[] stream =
        [
            .. Frame(0x82, 1, "00000002", "{}"u8), .. Frame(0x82, 2, "00000002", "{}"u8), .. Frame(0x0E, 2, "", "b1"u8), .. Frame(0x05, 3, "00000002", "{}"u8),
            .. Frame(0x0E, 1, "", "a1"u8), .. Frame(0x0F, 2, "", "b2"u8), .. Frame(0x0F, 1, "", "a2"u8),
        ];
        var read = await ReadAllAsync(stream, 3);
        Assert.Equal(["Ping 3 ", "Call 2 b1b2", "Call 1 a1a2"], read.Select(message => $"{message.Kind} {message.Id} {Encoding.UTF8.GetString(message.Body.Span)}"));
    }

    [Theory]
    [InlineData("00000004" + "0500000001", "4 bytes")]
    [InlineData("FFFFFFFF" + "05", "4294967295 bytes")]
    [InlineData("7FFFFFFF" + "05", "2147483647 bytes")]
    [InlineData("0000000B" + "42" + "00000001" + "00000002" + "7B7D", "kind 0x42")]
    [InlineData("0000000B" + "8E" + "00000001" + "00000002" + "7B7D", "kind 0x0e")]
    [InlineData("0000000B" + "05" + "00000001" + "00000003" + "7B7D", "longer than its frame")]
    [InlineData("00000006" + "05" + "00000001" + "00", "longer than its frame")]
    [InlineData("00000006" + "0E" + "00000001" + "00", "without its beginning")]
    [InlineData("0000000C" + "82" + "00000001" + "00000002" + "7B7D" + "00", "a body in its first frame")]
    [InlineData("0000000B" + "82" + "00000001" + "00000002" + "7B7D" + "0000000B" + "82" + "00000001" + "00000002" + "7B7D", "the id 1 of another one")]
    [InlineData("0000000B" + "05" + "00000001", "ended within a frame")]
    public async Task Bytes_ThatAreNoMessage_AreRefused_AndSaidWhy(string bytes, string why)
    {
        var refused = await Assert.ThrowsAsync<RunnerProtocolException>(() => ReadAllAsync(Convert.FromHexString(bytes), 5));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_InAFrame_OverTheBoundOfAPart_IsRefused()
    {
        var frame = Frame(0x02, 1, "00000002", [.. "{}"u8, .. new byte[FrameFormat.LargestPart + 1]]);
        Assert.Contains("come in chunks", (await Assert.ThrowsAsync<RunnerProtocolException>(() => ReadAllAsync(frame, 8192))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunk_OverTheBoundOfAPart_IsRefused()
    {
        byte[] frames = [.. Frame(0x82, 1, "00000002", "{}"u8), .. Frame(0x0E, 1, "", new byte[FrameFormat.LargestPart + 1])];
        Assert.Contains("65537 bytes", (await Assert.ThrowsAsync<RunnerProtocolException>(() => ReadAllAsync(frames, 8192))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_InChunks_OverTheBound_IsRefusedBeforeItIsKept()
    {
        using var endless = new EndlessChunks();
        var reader = new MessageReader(endless);
        var refused = await Assert.ThrowsAsync<RunnerProtocolException>(async () => await reader.ReadAsync());
        Assert.Contains($"more than {FrameFormat.LargestBody} bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writers_WaitWhileNobodyReads_AndFailWhenTheConnectionEnds()
    {
        using var writer = new MessageWriter();
        var blocked = new BlockedStream();
        var pump = writer.PumpAsync(blocked);
        var writes = Enumerable.Range(0, 20).Select(i => writer.WriteAsync(FrameKind.Call, (uint)i, Meta, new byte[60_000]).AsTask()).ToArray();
        Assert.Contains(writes, write => !write.IsCompleted);
        blocked.Fail();
        await pump;
        await Assert.ThrowsAnyAsync<IOException>(() => Task.WhenAll(writes));
    }

    private static byte[] Frame(byte kind, uint id, string metaLength, ReadOnlySpan<byte> rest)
    {
        byte[] content = [kind, .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(id)), .. Convert.FromHexString(metaLength), .. rest];
        return [.. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(content.Length)), .. content];
    }

    // Handed over in pieces, as a socket does.
    private static async Task<List<RunnerMessage>> ReadAllAsync(byte[] bytes, int piece)
    {
        using var pieces = new PiecesStream(bytes, piece);
        var reader = new MessageReader(pieces);
        var messages = new List<RunnerMessage>();
        while (await reader.ReadAsync() is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }

    private sealed class PiecesStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }

    private sealed class EndlessChunks : MemoryStream
    {
        private static readonly byte[] Chunk = Frame(0x0E, 1, "", new byte[FrameFormat.LargestPart]);
        private ReadOnlyMemory<byte> _rest = Frame(0x93, 1, "00000002", "{}"u8);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _rest = _rest.IsEmpty ? Chunk : _rest;
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return new(count);
        }
    }

    private sealed class BlockedStream : MemoryStream
    {
        private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Fail() => _blocked.SetException(new IOException("The other side is gone."));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(_blocked.Task);
    }
}
