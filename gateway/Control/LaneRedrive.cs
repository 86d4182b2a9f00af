using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>How redriving all dead letters of a lane ended.</summary>
/// <param name="Redriven">How many run again.</param>
/// <param name="Failed">How many are where they were, or nobody knows.</param>
/// <param name="Error">The first thing that went wrong; null if nothing did.</param>
internal sealed record LaneRedrive(int Redriven, int Failed, string? Error)
{
    // A lane stores what it is asked for at once in one go, but answers all of it within one call's time.
    private const int AtOnce = 100;
    private const int PageOfLetters = 1_000;

    public static async Task<LaneRedrive> RunAsync(IGrainFactory grains, string step, int lane)
    {
        var grain = grains.Lane(step, lane);
        var result = new LaneRedrive(0, 0, null);
        string[] ids;
        try
        {
            ids = await ListAsync(grain);
        }
        catch (Exception exception)
        {
            return result with { Error = $"Lane {lane} could not be read, and what it has is not counted: {exception.Message}" };
        }

        for (var first = 0; first < ids.Length; first += AtOnce)
        {
            var calls = ids[first..Math.Min(first + AtOnce, ids.Length)].Select(grain.Redrive).ToArray();
            await Task.WhenAll((IEnumerable<Task>)calls).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            result = calls.Aggregate(result, (sum, call) => sum.With(call, lane));
            if (!calls.All(call => call.IsCompletedSuccessfully))
            {
                // It would let the rest wait as long.
                return result with { Failed = result.Failed + Math.Max(0, ids.Length - first - AtOnce) };
            }
        }

        return result;
    }

    // All of them before any is redriven: what dies again meanwhile is not taken a second time.
    private static async Task<string[]> ListAsync(IEventStepGrain grain)
    {
        var ids = new List<string>();
        var after = "";
        do
        {
            var page = await grain.ListDeadLetters(after, PageOfLetters);
            ids.AddRange(page.Letters.Select(LetterJson.IdOf));
            after = page.Next;
        }
        while (after.Length > 0);
        return [.. ids];
    }

    private LaneRedrive With(Task<QueueAnswer> call, int lane)
    {
        var answer = call.IsCompletedSuccessfully ? call.Result : new(QueueOutcome.Unavailable, call.Exception?.InnerException!.Message ?? "The call was given up.");
        return answer.Outcome switch
        {
            QueueOutcome.Done => this with { Redriven = Redriven + 1 },

            // Somebody else redrove or discarded it meanwhile.
            QueueOutcome.Missing => this,
            _ => this with { Failed = Failed + 1, Error = Error ?? $"Lane {lane}: {answer.Message}" },
        };
    }
}
