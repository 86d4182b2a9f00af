using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Cluster;

/// <summary>Streams in two silos on one PostgreSQL database: each has subscribers, and the grain of a group is in one of them.</summary>
public sealed class TwoSilosStreamTests
{
    private const int Groups = 8;

    [ClusterFact]
    public async Task Change_InOneSilo_ReachesTheSubscribersOfBoth_AlsoAfterTheSiloOfTheGroupsGrainWasKilled()
    {
        await using var database = await ClusterDatabase.CreateAsync();
        using var project = new ProjectFolder().Stream("Todos");
        ClusterSilo.Connect(project, database);
        await using var first = await ClusterSilo.StartAsync(project, "first");
        await using var second = await ClusterSilo.StartAsync(project, "second");
        using var near = await StreamSocketClient.OpenAsync(first);
        using var far = await StreamSocketClient.OpenAsync(second);
        var (nearLists, farLists) = (new Lists(near), new Lists(far));
        for (var group = 0; group < Groups; group++)
        {
            await near.JoinAsync("Todos", $"g{group}");
            await far.JoinAsync("Todos", $"g{group}");
        }

        for (var group = 0; group < Groups; group++)
        {
            await first.Http.SetAsync("Todos", $"g{group}", "a", """{"v":1}""");
            await second.Http.SetAsync("Todos", $"g{group}", "b", """{"v":2}""");
        }

        await nearLists.HasAsync(2);
        await farLists.HasAsync(2);

        // Some of the groups' grains were there; their subscribers here hear of it with the next renewal and get everything anew.
        await first.KillAsync();
        for (var group = 0; group < Groups; group++)
        {
            var at = group;
            await Eventually.Answers(
                async () => (int)(await second.Http.SendAsync($"POST /streams/Todos/g{at}/set?id=c", """{"v":3}""")).StatusCode, status => status == 200, TimeSpan.FromMinutes(2));
        }

        await farLists.HasAsync(3);
    }

    /// <summary>The lists that a socket keeps of its groups.</summary>
    private sealed class Lists(StreamSocketClient socket)
    {
        private readonly Dictionary<string, StreamList> _lists = [];

        /// <summary>Reads until each list has so many items.</summary>
        public async Task HasAsync(int items)
        {
            while (_lists.Count < Groups || _lists.Values.Any(list => list.Items.Count < items))
            {
                var frame = (await socket.ReceiveAsync())!;
                var group = (string)frame["groupId"]!;
                _lists.TryAdd(group, new());
                _lists[group].Take(frame);
            }
        }
    }
}
