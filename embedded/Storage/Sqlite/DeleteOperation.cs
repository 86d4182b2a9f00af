namespace Motia.Embedded.Storage.Sqlite;

internal sealed class DeleteOperation(string name, string key, string? etag) : ChangeOperation(name, key, etag)
{
    protected override string? Apply(RecordDatabase database)
    {
        bool applied = Etag is null
            ? database.Find(Name, Key) is null
            : RecordVersion.Parse(Etag) is { } expected && database.Delete(Name, Key, expected);
        return applied ? "" : null;
    }
}
