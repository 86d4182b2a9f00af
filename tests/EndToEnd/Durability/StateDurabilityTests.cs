using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Motia.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Motia.EndToEnd.Tests.Durability;

/// <summary>What was acknowledged survives the silo's sudden death.</summary>
public sealed class StateDurabilityTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 20;
    private const int Callers = 64;

    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("PUT /set/:group/:key", """
            await context.State.SetAsync(request.PathParams["group"], request.PathParams["key"], request.RawBody);
            return ApiResponse.Empty();
            """)
        .Api("GET /all/:group", """
            var keys = request.QueryParams["key"];
            var values = await Task.WhenAll(keys.Select(key => context.State.GetAsync<string>(request.PathParams["group"], key!)));
            return ApiResponse.Json(200, new { values, count = (await context.State.GetGroupAsync<string>(request.PathParams["group"])).Count });
            """);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Kill9_During64ConcurrentSets20TimesInARow_LosesNothingAcknowledged()
    {
        var random = output.NewRandom();
        var acknowledged = new Dictionary<(int Group, string Key), string>();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            await using var silo = await SiloProcess.StartAsync(_project);
            await AssertAllThere(silo, acknowledged);
            foreach (var (place, value) in await SetUntilKilled(silo, round, random.Next(50, 400)))
            {
                acknowledged[place] = value;
            }
        }

        await using var last = await SiloProcess.StartAsync(_project);
        await AssertAllThere(last, acknowledged);
        output.WriteLine($"{acknowledged.Count} acknowledged values, {Rounds} kills, {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.True(acknowledged.Count > Rounds * Callers / 4, $"Only {acknowledged.Count} values were acknowledged; the kills came too early to show anything.");
    }

    // Half of the callers share groups; keys are partly new and partly those of earlier rounds.
    private static async Task<IEnumerable<KeyValuePair<(int Group, string Key), string>>> SetUntilKilled(SiloProcess silo, int round, int untilAcknowledged)
    {
        var acknowledged = new ConcurrentDictionary<(int Group, string Key), string>();
        await KillUnderLoad.RunAsync(silo, Callers, untilAcknowledged, async (caller, i) =>
        {
            var place = (Group: caller % 2 == 0 ? caller : 1, Key: $"{caller}-{(i % 3 == 0 ? i : (round * 1000) + i)}");
            var value = $"{round}.{i}";
            await silo.Http.SendAsync($"PUT /set/g{place.Group}/{place.Key}", value, "text/plain").TextAsync(204);
            acknowledged[place] = value;
        });
        return acknowledged;
    }

    private static async Task AssertAllThere(SiloProcess silo, Dictionary<(int Group, string Key), string> acknowledged)
    {
        foreach (var group in acknowledged.GroupBy(pair => pair.Key.Group))
        {
            foreach (var part in group.Chunk(100))
            {
                var query = string.Join('&', part.Select(pair => $"key={pair.Key.Key}"));
                var answer = await silo.Http.SendAsync($"GET /all/g{group.Key}?{query}").JsonAsync();
                var values = answer!["values"]!.AsArray();
                for (var i = 0; i < part.Length; i++)
                {
                    // A set that was under way when the silo died may have been written or not.
                    Assert.True(
                        IsAtLeast((string?)values[i], part[i].Value),
                        $"Group g{group.Key}, key {part[i].Key.Key}: {part[i].Value} was acknowledged, {values[i].Compact()} is there.");
                }

                Assert.True((int)answer["count"]! >= group.Count(), $"Group g{group.Key} lists {answer["count"]} values, {group.Count()} were acknowledged.");
            }
        }
    }

    private static bool IsAtLeast(string? found, string acknowledged)
    {
        static (int, int) Parts(string value) => value.Split('.') is [var round, var i] ? (int.Parse(round, CultureInfo.InvariantCulture), int.Parse(i, CultureInfo.InvariantCulture)) : default;
        return found is not null && Parts(found).CompareTo(Parts(acknowledged)) >= 0;
    }
}
