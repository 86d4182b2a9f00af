namespace Motia.Silo.Tests.Records;

/// <summary>What survives a crash: records by state name and key, each with its version.</summary>
internal sealed class Disk
{
    public Dictionary<string, (byte[] Payload, int Version)> Records { get; } = [];

    public Disk Copy()
    {
        var copy = new Disk();
        foreach (var (name, record) in Records)
        {
            copy.Records.Add(name, record);
        }

        return copy;
    }
}
