using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

/// <summary>What people's browsers and programs use, unchanged.</summary>
public sealed class NpmClientTests(NpmClientTests.Shared shared, NpmFolder npm) : IClassFixture<NpmClientTests.Shared>, IClassFixture<NpmFolder>
{
    private HttpClient Http => shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Stream("Todos");
    }

    [Fact]
    public async Task Group_OfTheNodeClient_FollowsTheList()
    {
        await Http.SetAsync("Todos", "list", "t1", """{"text":"a"}""");
        using var client = NpmClient.Start(npm, shared.Silo);
        await client.DoAsync("group g Todos list");
        await client.HasAsync("g", """[{"text":"a","id":"t1"}]""");
        await Http.SetAsync("Todos", "list", "t2", """{"text":"b"}""");
        await Http.DoAsync("Todos", "list", "increment", "t1");
        await client.HasAsync("g", """[{"text":"a","id":"t1","count":1},{"text":"b","id":"t2"}]""");
        await Http.DoAsync("Todos", "list", "delete", "t1");
        await client.HasAsync("g", """[{"text":"b","id":"t2"}]""");
        await Http.DoAsync("Todos", "list", "send", body: """{"type":"typing","data":"ann"}""");
        await client.GotAsync("g", "event:typing \"ann\"");
    }

    [Fact]
    public async Task Item_OfTheNodeClient_FollowsTheItem_AlsoThroughChangesWithinAMillisecond()
    {
        using var client = NpmClient.Start(npm, shared.Silo, "/any/path");
        await client.DoAsync("group all Todos item");
        await client.DoAsync("item i Todos item t0");
        await client.HasAsync("all", "[]");
        await Http.DoAsync("Todos", "item", "burst", body: """{"count":500,"items":1}""");
        await client.HasAsync("i", """{"v":499,"id":"t0"}""");
        Assert.True(client.StatesOf("i") >= 499, $"{client.StatesOf("i")} states");
        await Http.DoAsync("Todos", "item", "send", "t0", """{"type":"seen","data":1}""");
        await client.GotAsync("i", "event:seen 1");
        await Http.DoAsync("Todos", "item", "delete", "t0");
        await client.HasAsync("i", "null");
        await client.HasAsync("all", "[]");
    }

    [Fact]
    public async Task Item_OfTheNodeClient_ThatIsDeletedWhileItIsCutOff_IsGoneWhenItIsBack()
    {
        await Http.SetAsync("Todos", "away", "t1", "{}");
        using var client = NpmClient.Start(npm, shared.Silo);
        await client.DoAsync("item i Todos away t1");
        await client.HasAsync("i", """{"id":"t1"}""");
        await client.DoAsync("drop");
        await Http.DoAsync("Todos", "away", "delete", "t1");
        await client.HasAsync("i", "null");
    }

    [Fact]
    public async Task ClosedSubscription_OfTheNodeClient_HearsNoMore()
    {
        using var client = NpmClient.Start(npm, shared.Silo);
        await client.DoAsync("group a Todos closed");
        await client.DoAsync("group b Todos closed");
        await client.HasAsync("b", "[]");
        await client.DoAsync("close a");
        await Eventually.Is(() => client.StatesOf("a") > 0);
        var states = client.StatesOf("a");
        await Http.SetAsync("Todos", "closed", "t1", "{}");
        await client.HasAsync("b", """[{"id":"t1"}]""");
        Assert.Equal(states, client.StatesOf("a"));
    }

    [Fact]
    public async Task NodeClient_WhoseConnectionIsCutTenTimes_EndsWithTheSameListAsOneThatKeptIt()
    {
        using var cut = NpmClient.Start(npm, shared.Silo);
        using var kept = NpmClient.Start(npm, shared.Silo);
        await cut.DoAsync("group g Todos cut");
        await kept.DoAsync("group g Todos cut");
        await cut.HasAsync("g", "[]");
        await kept.HasAsync("g", "[]");
        for (var round = 0; round < 10; round++)
        {
            var changing = Http.DoAsync("Todos", "cut", "burst", body: """{"count":200,"items":20}""");
            await cut.DoAsync("drop");
            await changing;
            await Http.DoAsync("Todos", "cut", "delete", $"t{round}");
            await Http.SetAsync("Todos", "cut", $"n{round}", "{}");
            var list = await Http.DoAsync("Todos", "cut", "list");
            await kept.HasAsync("g", list);
            await cut.HasAsync("g", list);
        }
    }
}
