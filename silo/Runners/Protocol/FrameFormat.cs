namespace Motia.Silo.Runners.Protocol;

/// <summary>The bounds of frames; docs/runner-protocol.md.</summary>
internal static class FrameFormat
{
    /// <summary>The version that both sides speak.</summary>
    public const int Version = 1;

    /// <summary>Set in a frame's kind when the body comes in chunks.</summary>
    public const byte IsChunked = 0x80;

    /// <summary>The bytes before what a frame's length counts.</summary>
    public const int LengthSize = 4;

    /// <summary>The kind and the id.</summary>
    public const int HeaderSize = 5;

    /// <summary>The most bytes of a body in one frame.</summary>
    public const int LargestPart = 64 * 1024;

    /// <summary>The most bytes of a body, and of a meta.</summary>
    public const int LargestBody = 64 * 1024 * 1024;

    /// <summary>The most bytes that a frame's length may say.</summary>
    public const int LargestFrame = HeaderSize + LengthSize + LargestBody + LargestPart;
}
