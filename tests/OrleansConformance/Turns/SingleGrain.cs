using System.Collections.Concurrent;

namespace Motia.OrleansConformance.Tests.Turns;

/// <summary>Counts its living activations, by key.</summary>
public sealed class SingleGrain : Grain, ISingleGrain
{
    private static readonly ConcurrentDictionary<string, int> Living = new();
    private static readonly ConcurrentDictionary<string, int> Ever = new();
    private string _found = "";

    public static int Activations(string keyPrefix) => Ever.Where(one => one.Key.StartsWith(keyPrefix, StringComparison.Ordinal)).Sum(one => one.Value);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        Ever.AddOrUpdate(key, 1, (_, count) => count + 1);
        if (Living.AddOrUpdate(key, 1, (_, count) => count + 1) != 1)
        {
            _found = "another activation was alive when this one came up";
        }

        await TakeSomeTurns();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await TakeSomeTurns();
        Living.AddOrUpdate(this.GetPrimaryKeyString(), 0, (_, count) => count - 1);
    }

    public async Task<string> Live(bool andDie)
    {
        await TakeSomeTurns();
        if (Living[this.GetPrimaryKeyString()] != 1)
        {
            _found = "another activation was alive during a request";
        }

        if (andDie)
        {
            DeactivateOnIdle();
        }

        return _found;
    }

    private static async Task TakeSomeTurns()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            await Task.Run(() => Thread.SpinWait(50));
        }
    }
}
