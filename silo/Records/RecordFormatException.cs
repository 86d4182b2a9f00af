namespace Motia.Silo.Records;

/// <summary>A record can't be understood: a newer build wrote it, or it is damaged. It is left as it is.</summary>
internal sealed class RecordFormatException(string message) : Exception(message)
{
    public static RecordFormatException Newer(string record, byte found, byte known) => new(
        $"The record {record} has format {found}; this build reads formats 1 to {known}. A newer build wrote it: run that build or a later one.");

    public static RecordFormatException Damaged(string record, string problem) => new(
        $"The record {record} is damaged: {problem}. It is left as it is; restore it from a backup of the data directory.");
}
