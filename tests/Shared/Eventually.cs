using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace Motia.Tests.Shared;

/// <summary>Waits for what follows, in other threads or turns, from what was done already; a broken rule is a red test and not a hanging one.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Looks until a condition holds.</summary>
    /// <param name="isSo">The condition.</param>
    /// <param name="meanwhile">What to do each time it does not hold, such as moving a clock; default: nothing.</param>
    /// <param name="condition">The condition as it is written, for the failure.</param>
    public static Task Is(Func<bool> isSo, Action? meanwhile = null, [CallerArgumentExpression(nameof(isSo))] string condition = "") =>
        Is(() => Task.FromResult(isSo()), meanwhile, condition);

    /// <summary>Asks until a condition holds.</summary>
    public static async Task Is(Func<Task<bool>> isSo, Action? meanwhile = null, [CallerArgumentExpression(nameof(isSo))] string condition = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (watch.Elapsed > Limit)
            {
                throw new XunitException($"Not so after {watch.Elapsed.TotalSeconds:F1} s: {condition}");
            }

            meanwhile?.Invoke();
            await Task.Yield();
        }
    }
}
