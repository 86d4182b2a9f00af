using System.Globalization;

namespace Motia.Embedded.Storage.Sqlite;

/// <summary>
/// A data directory that this process has to itself until it is disposed. The operating system releases it when the process dies.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockName = "motia.lock";
    private const string ProcessIdName = "motia.pid";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    public string Path { get; }

    /// <summary>Creates the directory if need be, for this user alone, and takes its lock.</summary>
    public static DataDirectory Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw StoreErrors.IsAFile(path);
        }

        FileStream? taken = null;
        try
        {
            Create(path);
            taken = TakeLock(path);
            File.WriteAllText(System.IO.Path.Combine(path, ProcessIdName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            string ignore = System.IO.Path.Combine(path, ".gitignore");
            if (!File.Exists(ignore))
            {
                File.WriteAllText(ignore, "*\n");
            }

            return new DataDirectory(path, taken);
        }
        catch (Exception found) when (found is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            throw IsNoRoom(found) ? StoreErrors.NoRoom(path, found) : StoreErrors.NotWritable(path, found.Message, found);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException found) when (IsLockedByAnother(found))
        {
            throw StoreErrors.InUse(path, HolderOf(path), found);
        }
    }

    // The id stands in a file of its own, because a file that is locked cannot be read.
    private static string? HolderOf(string path)
    {
        string file = System.IO.Path.Combine(path, ProcessIdName);
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? id.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    // EWOULDBLOCK on Linux, on macOS; ERROR_SHARING_VIOLATION.
    private static bool IsLockedByAnother(IOException found) => found.HResult is 11 or 35 or unchecked((int)0x80070020);

    // ENOSPC; ERROR_DISK_FULL.
    private static bool IsNoRoom(Exception found) => found.HResult is 28 or unchecked((int)0x80070070);
}
