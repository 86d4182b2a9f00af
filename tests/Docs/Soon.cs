using Xunit.Sdk;

namespace Motia.Docs.Tests;

/// <summary>Waits for what a silo does after it has answered.</summary>
internal static class Soon
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks until the answer has the text.</summary>
    public static async Task Contains(string text, Func<Task<string>> ask)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var began = System.Diagnostics.Stopwatch.StartNew();
        for (var answer = await ask(); !answer.Contains(text, StringComparison.Ordinal); answer = await ask())
        {
            if (began.Elapsed > Limit)
            {
                throw new XunitException($"\"{text}\" did not come; the last answer was: {answer}");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
