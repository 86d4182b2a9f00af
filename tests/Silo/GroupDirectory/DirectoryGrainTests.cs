using Motia.Grains;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.GroupDirectory;

public sealed class DirectoryGrainTests : IAsyncLifetime
{
    private readonly MemoryRecords _records = new();
    private RecordSilo _silo = null!;

    private IDirectoryGrain Directory => _silo.Grains.GetGrain<IDirectoryGrain>(GrainKeys.Shard("test", 0));

    public async Task InitializeAsync() => _silo = await RecordSilo.StartAsync(_records);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Names_AddedAndRemoved_AreListedInOrdinalOrderAcrossARestart()
    {
        string[] names = [.. Enumerable.Range(0, 700).Select(number => $"{(number % 2 == 0 ? "Group" : "group")}-{number:x}")];
        await Task.WhenAll(names.Select(Directory.Add));
        await Task.WhenAll(names[..100].Select(Directory.Remove));
        await _silo.DisposeAsync();
        _silo = await RecordSilo.StartAsync(_records);

        var found = new List<string>();
        for (string[] page = [""]; page.Length > 0; found.AddRange(page))
        {
            var answer = await Directory.List(page[^1], 64);
            Assert.Equal(StateOutcome.Found, answer.Outcome);
            page = [.. answer.Names];
        }

        Assert.Equal(names[100..].Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task Add_OfAKnownName_ChangesNothing()
    {
        await Directory.Add("a");
        await Directory.Add("a");
        await Directory.Remove("b");

        Assert.Equal("a", Assert.Single((await Directory.List("", 10)).Names));
        Assert.Equal(["directory/n:test-0"], _records.Names);
    }

    [Fact]
    public async Task Add_OfNoName_IsInvalid() => Assert.Equal(StateOutcome.Invalid, (await Directory.Add("")).Outcome);
}
