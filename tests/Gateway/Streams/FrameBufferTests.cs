using Motia.Gateway.Streams;

namespace Motia.Gateway.Tests.Streams;

public sealed class FrameBufferTests
{
    [Fact]
    public void Parts_OfAnySize_AreOneFrame()
    {
        var frame = new byte[100_000];
        new Random(5).NextBytes(frame);
        using var buffer = new FrameBuffer();
        for (var rest = frame.AsSpan(); !rest.IsEmpty;)
        {
            var part = Math.Min(rest.Length, Math.Min(buffer.Free.Length, 1_700));
            Assert.True(part > 0);
            rest[..part].CopyTo(buffer.Free.Span);
            buffer.Advance(part);
            rest = rest[part..];
        }

        Assert.Equal(frame, buffer.Written);
        buffer.Clear();
        Assert.Equal(0, buffer.Written.Length);
    }
}
