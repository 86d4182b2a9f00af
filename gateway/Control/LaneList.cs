using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>Lists what the lanes of some steps have, one lane after the other.</summary>
internal static class LaneList
{
    // An item may have 1 MB; who reads them all goes on with the next page.
    private const int PageBytes = 4 * 1024 * 1024;

    /// <summary>Reads a page.</summary>
    /// <param name="survey">Asks the lanes.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="ask">Asks a lane of a step for so many items, from where it said that it goes on.</param>
    /// <returns>The items, and where the next page begins; null if nothing follows.</returns>
    /// <exception cref="ControlException">The page begins nowhere.</exception>
    public static async Task<(IReadOnlyList<T> Items, string? Next)> ReadAsync<T>(
        LaneSurvey survey, IReadOnlyList<string> steps, Paging paging, Func<string, IEventStepGrain, string, int, Task<LanePage<T>>> ask)
    {
        var position = LanePosition.Parse(paging.After);
        var lanes = steps.SelectMany(step => Lanes.All.Select(lane => (Step: step, Lane: lane))).ToArray();
        var items = new List<T>();
        long bytes = 0;
        while (position.Lane < lanes.Length && items.Count < paging.Limit && bytes < PageBytes)
        {
            var (step, lane) = lanes[position.Lane];
            var page = await survey.AskAsync(step, lane, async grain =>
            {
                try
                {
                    return await ask(step, grain, position.After, paging.Limit - items.Count);
                }
                catch (ArgumentException)
                {
                    throw Paging.WrongAfter(paging.After);
                }
            });
            position = page is { Next.Length: > 0 } ? position with { After = page.Next } : new(position.Lane + 1, "");
            if (page is null)
            {
                // The page ends here, so that it waits for one such lane at the most.
                break;
            }

            items.AddRange(page.Items);
            bytes += page.Bytes;
        }

        return (items, position.Lane < lanes.Length ? position.ToString() : null);
    }
}
