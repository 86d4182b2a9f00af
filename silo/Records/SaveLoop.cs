namespace Motia.Silo.Records;

/// <summary>
/// Saves one thing as often as it is asked to, never twice at a time: requests that come during a save share the next one. The save begins inside the turn
/// of the first request and must take its picture of the data before it first awaits.
/// </summary>
/// <param name="save">Saves the data as they are; when it throws, everybody who waits gets that, and so does every later request.</param>
/// <param name="explain">Makes of what was thrown what they get; null if they get it as it is.</param>
internal sealed class SaveLoop(Func<Task> save, Func<Exception, Exception>? explain = null)
{
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource? _saving;
    private Task? _failed;
    private bool _running;

    /// <summary>Done when everything requested so far is durable; null if it is already.</summary>
    public Task? Pending => _failed ?? (_waiting ?? _saving)?.Task;

    /// <summary>Done when the data as they are now are durable.</summary>
    public Task RequestAsync()
    {
        if (_failed is not null)
        {
            return _failed;
        }

        var request = (_waiting ??= new()).Task;
        if (!_running)
        {
            _running = true;
            _ = RunAsync();
        }

        return request;
    }

    private async Task RunAsync()
    {
        while (_waiting is { } batch)
        {
            (_waiting, _saving) = (null, batch);
            try
            {
                await save();
            }
            catch (Exception thrown)
            {
                var failure = explain is null ? thrown : explain(thrown);

                // Nobody may be waiting: a save that makes room ahead of need.
                _failed = Task.FromException(failure);
                _ = _failed.Exception;
                Fail(batch, failure);
                Fail(_waiting, failure);
                return;
            }

            _saving = null;
            batch.SetResult();
        }

        _running = false;
    }

    private static void Fail(TaskCompletionSource? batch, Exception failure)
    {
        if (batch?.TrySetException(failure) == true)
        {
            _ = batch.Task.Exception;
        }
    }
}
