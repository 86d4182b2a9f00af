using Motia.Grains;

namespace Motia.Silo.Items;

/// <summary>What the grains of state and of streams answer, for the code that calls them.</summary>
/// <param name="refusal">The exception for a call that was not done.</param>
internal sealed class ItemAnswers(Func<StateOutcome, string, Exception> refusal)
{
    private const int PageSize = 1000;

    /// <summary>The value of an answer; null if there is none.</summary>
    public ReadOnlyMemory<byte>? Value(StateAnswer answer)
    {
        Demand(answer.Outcome, answer.Message);
        return answer.Outcome == StateOutcome.Missing ? default(ReadOnlyMemory<byte>?) : answer.Value;
    }

    /// <summary>Throws unless the call was done.</summary>
    public void Demand(StateOutcome outcome, string? message)
    {
        if (outcome is StateOutcome.Invalid or StateOutcome.Unavailable)
        {
            throw refusal(outcome, message!);
        }
    }

    /// <summary>All items of a group, in order.</summary>
    /// <param name="list">A grain's list: so many items after a place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<StateItem>> AllAsync(Func<long, int, Task<StatePage>> list, CancellationToken cancellationToken)
    {
        var items = new List<StateItem>();
        long after = 0;
        do
        {
            var page = await list(after, PageSize).WaitAsync(cancellationToken);
            Demand(page.Outcome, page.Message);
            items.AddRange(page.Items);
            after = page.Next;
        }
        while (after != 0);
        return items;
    }
}
