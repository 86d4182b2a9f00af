namespace Motia.Silo.Items;

internal sealed partial class PagedItems
{
    private readonly Queue<int> _deletable = new();
    private bool _deleting;

    // Deletes in the background pages that no durable root names. Until they are gone every root lists them, so that a crash forgets none.
    private void DeleteStrays(IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            _deletable.Enqueue(number);
        }

        if (!_deleting && _deletable.Count > 0)
        {
            _deleting = true;
            _ = DeleteStraysAsync();
        }
    }

    private async Task DeleteStraysAsync()
    {
        try
        {
            while (_deletable.Count > 0 && _fault is null)
            {
                await DeleteBatchAsync();
            }

            _deleting = false;
            if (_fault is null && IsEmpty && _strays.Count == 0)
            {
                await _rootSaves.RequestAsync();
            }
        }
        catch (Exception failure)
        {
            Fail(_root, failure);
        }
    }

    private async Task DeleteBatchAsync()
    {
        var batch = new List<int>(ItemLimits.DeletedAtATime);
        while (batch.Count < ItemLimits.DeletedAtATime && _deletable.TryDequeue(out var number))
        {
            batch.Add(number);
        }

        await Task.WhenAll(batch.Select(number => _strays[number].DeleteAsync()));
        foreach (var number in batch)
        {
            _strays.Remove(number);
        }
    }
}
