using System.Globalization;
using Motia.Embedded.Storage.Sqlite;
using Motia.Embedded.Tests.Storage.Processes;

namespace Motia.Embedded.Tests.Storage;

public sealed class OpeningTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Open_NewDirectory_IsIgnoredByGit()
    {
        await _directory.Open().DisposeAsync();

        Assert.Equal("*\n", await File.ReadAllTextAsync(Path.Combine(_directory.Data, ".gitignore")));
    }

    [Fact]
    public async Task Open_DirectoryInUse_NamesItAndTheProcess()
    {
        await using (_directory.Open())
        {
            var error = Assert.Throws<StoreOpenException>(_directory.Open);
            Assert.Contains(_directory.Data, error.Message, StringComparison.Ordinal);
            Assert.Contains($"process {Environment.ProcessId};", error.Message, StringComparison.Ordinal);
        }

        await _directory.Open().DisposeAsync();
    }

    [Fact]
    public async Task Open_DirectoryInUseByAnotherProcess_NamesItAndTheProcess()
    {
        using StoreProcess holder = StoreProcess.Start("hold", _directory.Data);
        Assert.Equal("holding", await holder.ReadLineAsync());

        var error = Assert.Throws<StoreOpenException>(_directory.Open);

        Assert.Contains($"process {holder.Id.ToString(CultureInfo.InvariantCulture)};", error.Message, StringComparison.Ordinal);
        await holder.KillAsync();
        await _directory.Open().DisposeAsync();
    }

    [Fact]
    public void Open_PathIsAFile_SaysSo()
    {
        File.WriteAllText(_directory.Data, "mine");

        Assert.Contains("is a file", ErrorAtOpen(), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_directory.Data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("This is a text of more than one hundred bytes, so that it is as long as the header of an SQLite database file is.")]
    public void Open_FileIsNotSqlite_LeavesItAsItIs(string content)
    {
        Directory.CreateDirectory(_directory.Data);
        File.WriteAllText(_directory.Database, content);

        Assert.Contains("is not a Motia store", ErrorAtOpen(), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_directory.Database));
    }

    [Fact]
    public void Open_ForeignDatabase_LeavesItAsItIs()
    {
        Directory.CreateDirectory(_directory.Data);
        _directory.Execute("CREATE TABLE theirs(a); INSERT INTO theirs VALUES (1)");
        byte[] before = File.ReadAllBytes(_directory.Database);

        Assert.Contains("is another program's SQLite database", ErrorAtOpen(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_directory.Database));
    }

    [Fact]
    public async Task Open_NewerFormat_NamesBothVersionsAndLeavesIt()
    {
        await _directory.Open().DisposeAsync();
        _directory.Execute("PRAGMA user_version = 2");
        byte[] before = await File.ReadAllBytesAsync(_directory.Database);

        string error = ErrorAtOpen();

        Assert.Contains("has format version 2; this version of Motia reads format 1", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(_directory.Database));
    }

    [Fact]
    public async Task Open_LogWithoutDatabase_LeavesTheLog()
    {
        await _directory.Open().DisposeAsync();
        File.Delete(_directory.Database);
        await File.WriteAllTextAsync(_directory.Database + "-wal", "records");

        Assert.Contains("to which it belongs, does not", ErrorAtOpen(), StringComparison.Ordinal);
        Assert.Equal("records", await File.ReadAllTextAsync(_directory.Database + "-wal"));
    }

    [Fact]
    public async Task Open_LeftoverOfAnInterruptedCreation_BeginsAgain()
    {
        Directory.CreateDirectory(_directory.Data);
        await File.WriteAllTextAsync(_directory.Database + ".new", "half a store");

        await _directory.Open().DisposeAsync();

        Assert.False(File.Exists(_directory.Database + ".new"));
    }

    private string ErrorAtOpen() => Assert.Throws<StoreOpenException>(_directory.Open).Message;
}
