using System.Buffers;

namespace Motia.Silo.Runners.Protocol;

/// <summary>A message whose body is still coming.</summary>
internal sealed class PartialMessage(RunnerMessage beginning)
{
    private readonly ArrayBufferWriter<byte> _body = new();

    /// <summary>The message with what has come of its body.</summary>
    public RunnerMessage Message => beginning with { Body = _body.WrittenMemory };

    public void Add(ReadOnlySequence<byte> part)
    {
        if (_body.WrittenCount + part.Length > FrameFormat.LargestBody)
        {
            throw new RunnerProtocolException($"The body of a {beginning.Kind} has more than {FrameFormat.LargestBody} bytes.");
        }

        foreach (var segment in part)
        {
            _body.Write(segment.Span);
        }
    }
}
