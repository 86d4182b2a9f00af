using System.Runtime.InteropServices;
using Motia.Embedded.Storage;

namespace Motia.Silo.Records;

/// <summary>How the Embedded store keeps grain records: their bytes as they are.</summary>
internal static class GrainRecordCodec
{
    public static GrainStateCodec Instance { get; } = GrainStateCodec.For<GrainRecord>(
        record => record.Payload,
        bytes => new() { Payload = ArrayOf(bytes) });

    private static byte[] ArrayOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : bytes.ToArray();
}
