using Motia.Grains;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.State;

public sealed class GroupListingTests : IAsyncLifetime
{
    private readonly MemoryRecords _records = new();
    private RecordSilo _silo = null!;

    public async Task InitializeAsync() => _silo = await RecordSilo.StartAsync(_records);

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    public async Task Group_WithItsFirstItem_IsListedAndWithItsLastNoMore()
    {
        await _silo.State("a").Set("a", "1", "1"u8.ToArray());
        await _silo.State("b").Set("b", "1", "1"u8.ToArray());
        Assert.Equal(["a", "b"], await _silo.GroupsAsync());

        await _silo.State("a").Delete("1");
        await _silo.State("b").Clear();
        await _records.When(names => names.Count == 0);

        Assert.Empty(await _silo.GroupsAsync());
    }

    [Fact]
    public async Task Group_EmptiedAndFilledAgainAndAgain_IsListed()
    {
        for (var time = 0; time < 50; time++)
        {
            await _silo.State("a").Set("a", "1", "1"u8.ToArray());
            _ = _silo.State("a").Clear();
        }

        Assert.Equal(StateOutcome.Found, (await _silo.State("a").Set("a", "1", "1"u8.ToArray())).Outcome);
        Assert.Equal(["a"], await _silo.GroupsAsync());
    }

    [Fact]
    public async Task Set_WhoseGroupCannotBeListed_IsUnavailableUntilItCan()
    {
        _records.Fails = name => name.StartsWith("directory/", StringComparison.Ordinal);
        var refused = await _silo.State("a").Set("a", "1", "1"u8.ToArray());
        _records.Fails = _ => false;

        Assert.Equal(StateOutcome.Unavailable, refused.Outcome);
        while ((await _silo.State("a").Set("a", "1", "1"u8.ToArray())).Outcome != StateOutcome.Found)
        {
        }

        Assert.Equal(["a"], await _silo.GroupsAsync());
    }

    [Fact]
    public async Task Name_ThatACrashLeftBehind_IsForgottenWhenItsItemsAreCounted()
    {
        await _silo.Grains.Directory(DirectoryShards.StateGroups, "left").Add("left");
        Assert.Equal(["left"], await _silo.GroupsAsync());

        Assert.Equal(0, await _silo.State("left").Count());
        await _records.When(names => names.Count == 0);

        Assert.Empty(await _silo.GroupsAsync());
    }
}
