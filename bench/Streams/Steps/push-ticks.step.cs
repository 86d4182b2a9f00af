using System.Diagnostics;
using System.Globalization;
using Motia;

namespace Bench.Streams;

/// <summary>POST /ticks/:group/:count makes so many changes at once.</summary>
public static class PushTicks
{
    private static int _number;

    /// <summary>The config.</summary>
    public static readonly ApiStep Config = new() { Name = "PushTicks", Method = "POST", Path = "/ticks/:group/:count" };

    /// <summary>The handler.</summary>
    public static async Task<ApiResponse> Handler(ApiRequest request, StepContext context)
    {
        var (ticks, group) = (context.Streams.Of(Ticks.Config), request.PathParams["group"]);
        var changes = new Task[int.Parse(request.PathParams["count"], CultureInfo.InvariantCulture)];
        for (var i = 0; i < changes.Length; i++)
        {
            changes[i] = ticks.SetAsync(group, $"item-{i % 50}", new StreamTick(Stopwatch.GetTimestamp(), Interlocked.Increment(ref _number)));
        }

        await Task.WhenAll(changes);
        return ApiResponse.Empty();
    }
}
