namespace Motia.Silo.Events;

/// <summary>A run that a lane asked for.</summary>
internal sealed class ExpectedRun
{
    private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether its handler was called.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Done when the handler has returned.</summary>
    public Task Returned => _returned.Task;

    public void End() => _returned.TrySetResult();
}
