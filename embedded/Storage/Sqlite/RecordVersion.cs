using System.Globalization;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>An etag: the row's id and a version that no two writes share. As text, both in hexadecimal: <c>1f-5c0a9e</c>.</summary>
internal readonly record struct RecordVersion(long Id, long Version)
{
    /// <summary>An etag of another form matches no record, and is null here.</summary>
    public static RecordVersion? Parse(string etag)
    {
        int dash = etag.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(etag.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long id)
            && long.TryParse(etag.AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long version)
            ? new RecordVersion(id, version)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id:x}-{Version:x}");
}
