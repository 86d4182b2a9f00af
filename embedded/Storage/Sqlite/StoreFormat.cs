using System.Buffers.Binary;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>What marks a file as a Motia store, and how its records lie in it.</summary>
internal static class StoreFormat
{
    /// <summary>"Moti" in ASCII, in the application id of the SQLite header.</summary>
    public const uint ApplicationId = 0x4D6F7469;

    /// <summary>The user version of the SQLite header. A store with a higher one is refused.</summary>
    public const int Version = 1;

    // The row's id is part of the etag, so that an overwrite finds its row without the index.
    public static readonly string Schema =
        $"""
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        CREATE TABLE record(
            id INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            name TEXT NOT NULL,
            key TEXT NOT NULL,
            data BLOB NOT NULL,
            UNIQUE(name, key)
        ) STRICT;
        """;

    private const int HeaderLength = 100;
    private const int ApplicationIdOffset = 68;

    /// <summary>Reads the header before SQLite touches the file, so that what is not ours stays as it is.</summary>
    public static void CheckHeader(string file)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        using (FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
                || !header.StartsWith("SQLite format 3\0"u8))
            {
                throw StoreErrors.NotADatabase(file);
            }
        }

        uint applicationId = BinaryPrimitives.ReadUInt32BigEndian(header[ApplicationIdOffset..]);
        if (applicationId != ApplicationId)
        {
            throw StoreErrors.Foreign(file, applicationId);
        }
    }
}
