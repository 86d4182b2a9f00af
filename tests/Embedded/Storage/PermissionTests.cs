using System.Runtime.Versioning;
using Motia.Embedded.Storage.Sqlite;
using Motia.Tests.Shared;

namespace Motia.Embedded.Tests.Storage;

[UnsupportedOSPlatform("windows")]
public sealed class PermissionTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [UnixFact]
    public async Task Open_NewDirectory_IsForThisUserAlone()
    {
        await _directory.Open().DisposeAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.Data));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory.Database));
    }

    [UnixFact]
    public async Task Open_ParentNotWritable_SaysSo()
    {
        await using SqliteRecordStore loaded = SqliteRecordStore.Open(SqliteRecordStore.InMemory);
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b101_000_101);

        Exception? error = OrdinaryUser.Catch(() => _directory.Open());

        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Contains("cannot be written", Assert.IsType<StoreOpenException>(error).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Open_FileNotWritable_SaysSoAndLeavesIt()
    {
        await _directory.Open().DisposeAsync();
        const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
        File.SetUnixFileMode(_directory.Path, Everyone);
        File.SetUnixFileMode(_directory.Data, Everyone);
        foreach (string file in Directory.GetFiles(_directory.Data))
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b110_110_110);
        }

        File.SetUnixFileMode(_directory.Database, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        byte[] before = await File.ReadAllBytesAsync(_directory.Database);

        Exception? error = OrdinaryUser.Catch(() => _directory.Open());

        Assert.Contains("is read-only", Assert.IsType<StoreOpenException>(error).Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_directory.Database));
    }
}
