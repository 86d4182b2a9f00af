using System.Diagnostics;
using Xunit.Sdk;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Waits for what another process will show sooner or later; a broken rule is a red test and not a hanging one.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is right.</summary>
    /// <param name="ask">Asks the other process.</param>
    /// <param name="isRight">Whether the answer is the one that is waited for.</param>
    /// <param name="limit">How long it may take; default 30 s.</param>
    /// <returns>The right answer.</returns>
    public static async Task<T> Answers<T>(Func<Task<T>> ask, Func<T, bool> isRight, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
            {
                return answer;
            }

            if (watch.Elapsed > (limit ?? Limit))
            {
                throw new XunitException($"Not so after {watch.Elapsed.TotalSeconds:F1} s; the last answer was: {answer}");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Asks until a list is right; if it never is, the failure shows what was in it.</summary>
    public static async Task<IReadOnlyList<T>> Finds<T>(Func<Task<IReadOnlyList<T>>> ask, Func<IReadOnlyList<T>, bool> isRight, TimeSpan? limit = null) =>
        (await Answers(async () => new Found<T>(await ask()), found => isRight(found.Items), limit)).Items;

    /// <summary>Looks until a list of this process is right; if it never is, the failure shows what was in it.</summary>
    public static Task<IReadOnlyList<T>> Finds<T>(Func<IReadOnlyList<T>> look, Func<IReadOnlyList<T>, bool> isRight, TimeSpan? limit = null) =>
        Finds(() => Task.FromResult(look()), isRight, limit);

    /// <summary>Waits until a condition of this process holds.</summary>
    public static Task Is(Func<bool> condition, TimeSpan? limit = null) => Answers(() => Task.FromResult(condition()), holds => holds, limit);
}
