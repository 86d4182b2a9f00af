namespace Motia.Silo.Runners.Protocol;

/// <summary>What a frame is; docs/runner-protocol.md.</summary>
internal enum FrameKind : byte
{
    Load = 0x01,
    Call = 0x02,
    Cancel = 0x03,
    Reply = 0x04,
    Ping = 0x05,
    Credit = 0x06,
    Stop = 0x07,
    Chunk = 0x0E,
    LastChunk = 0x0F,
    Hello = 0x11,
    Loaded = 0x12,
    Result = 0x13,
    Failed = 0x14,
    Request = 0x15,
    Log = 0x16,
    Pong = 0x17,
    Fault = 0x18,
}
