namespace Motia.Silo.Records;

/// <summary>What grains hand to <c>IGrainStorage</c>: bytes that they made inside their turn. Whoever holds one neither changes nor keeps the bytes.</summary>
[GenerateSerializer, Alias("motia.record")]
internal sealed class GrainRecord
{
    /// <summary>The record's bytes; the first is the format version.</summary>
    [Id(0)]
    public byte[] Payload { get; set; } = [];
}
