using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Motia.Silo.Compilation;

/// <summary>
/// The compiled assemblies of one steps directory, each in a folder named by its key: <c>bin/</c> with the assembly, <c>src/</c> with the texts it was compiled from
/// (none for a project's build), and <c>files.sha256</c>, whose first line names the assembly and whose others are <c>hash  path</c>.
/// </summary>
internal sealed partial class StepCache(string root, ILogger logger, TimeProvider time)
{
    public const string Binaries = "bin";
    public const string Sources = "src";

    private const int Kept = 5;
    private const string Manifest = "files.sha256";
    private const string WorkPrefix = ".work-";

    /// <summary>A new folder to compile in, on the same file system as the entries.</summary>
    public string NewWorkFolder()
    {
        var work = Path.Combine(root, WorkPrefix + Path.GetRandomFileName());
        Directory.CreateDirectory(Path.Combine(work, Binaries));
        return work;
    }

    public string EntryFolder(string key) => Path.Combine(root, key);

    /// <summary>The entry, if it is there and whole. A damaged one is removed, so that it is built again.</summary>
    public CachedBuild? Find(string key)
    {
        var entry = EntryFolder(key);
        if (!Directory.Exists(entry))
        {
            return null;
        }

        if (ReadManifest(entry) is { } manifest
            && manifest.Hashes.Where(file => file.Key.StartsWith(Binaries, StringComparison.Ordinal)).All(file => IsWhole(entry, file.Key, file.Value)))
        {
            Directory.SetLastWriteTimeUtc(entry, time.GetUtcNow().UtcDateTime);
            return new CachedBuild(key, Path.Combine(entry, manifest.Assembly));
        }

        LogDamaged(logger, entry);
        Directory.Delete(entry, recursive: true);
        return null;
    }

    /// <summary>Makes a work folder an entry, in one rename, and removes the entries that have not served for longest.</summary>
    public CachedBuild Commit(string work, string key, string assembly)
    {
        var lines = Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories)
            .Select(path => $"{HashOf(path)}  {SourceTree.Relative(work, path)}");
        File.WriteAllLines(Path.Combine(work, Manifest), lines.Prepend(assembly).ToList());
        var entry = EntryFolder(key);
        if (Directory.Exists(entry))
        {
            Directory.Delete(entry, recursive: true);
        }

        Directory.Move(work, entry);
        Directory.SetLastWriteTimeUtc(entry, time.GetUtcNow().UtcDateTime);
        Prune(key);
        return new CachedBuild(key, Path.Combine(entry, assembly));
    }

    /// <summary>The texts of the build that served last, by relative path; empty if there is none.</summary>
    public IReadOnlyDictionary<string, byte[]> LatestSources()
    {
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (Entries().FirstOrDefault() is { } latest && ReadManifest(latest.FullName) is { } manifest)
        {
            foreach (var (path, hash) in manifest.Hashes.Where(file => file.Key.StartsWith(Sources + "/", StringComparison.Ordinal)))
            {
                if (IsWhole(latest.FullName, path, hash))
                {
                    texts[path[(Sources.Length + 1)..]] = File.ReadAllBytes(Path.Combine(latest.FullName, path));
                }
            }
        }

        return texts;
    }

    /// <summary>Removes what a process that was killed has left.</summary>
    public void RemoveAbandonedWork()
    {
        if (Directory.Exists(root))
        {
            foreach (var work in Directory.EnumerateDirectories(root, WorkPrefix + "*"))
            {
                Remove(work);
            }
        }
    }

    public void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Windows keeps the files of a loaded assembly; the next prune removes them.
            LogNotRemoved(logger, folder, e.Message);
        }
    }

    private static (string Assembly, Dictionary<string, string> Hashes)? ReadManifest(string entry)
    {
        var path = Path.Combine(entry, Manifest);
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        const int hash = SHA256.HashSizeInBytes * 2;
        return lines.Length > 1 && lines.Skip(1).All(line => line.Length > hash + 2)
            ? (lines[0], lines.Skip(1).ToDictionary(line => line[(hash + 2)..], line => line[..hash], StringComparer.Ordinal))
            : null;
    }

    private static bool IsWhole(string entry, string path, string hash) =>
        Path.Combine(entry, path) is var file && File.Exists(file) && HashOf(file) == hash;

    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private IEnumerable<DirectoryInfo> Entries() =>
        new DirectoryInfo(root) is { Exists: true } folder
            ? folder.EnumerateDirectories().Where(entry => !entry.Name.StartsWith('.')).OrderByDescending(entry => entry.LastWriteTimeUtc)
            : [];

    private void Prune(string key)
    {
        foreach (var old in Entries().Where(entry => entry.Name != key).Skip(Kept - 1).ToList())
        {
            Remove(old.FullName);
        }
    }
}
