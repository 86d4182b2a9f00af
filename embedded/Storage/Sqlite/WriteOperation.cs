namespace Motia.Embedded.Storage.Sqlite;

internal sealed class WriteOperation(string name, string key, ReadOnlyMemory<byte> data, string? etag) : ChangeOperation(name, key, etag)
{
    public override int Bytes => data.Length;

    protected override string? Apply(RecordDatabase database)
    {
        if (Etag is null)
        {
            return database.Insert(Name, Key, data.Span)?.ToString();
        }

        return RecordVersion.Parse(Etag) is { } expected ? database.Update(Name, Key, expected, data.Span)?.ToString() : null;
    }
}
