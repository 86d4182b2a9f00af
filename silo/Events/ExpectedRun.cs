namespace Motia.Silo.Events;

/// <summary>A run that a lane asked for.</summary>
internal sealed class ExpectedRun
{
    private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The context that its handler was called with; null as long as it was not.</summary>
    public EventContext? Context { get; set; }

    /// <summary>Done when the handler has returned.</summary>
    public Task Returned => _returned.Task;

    public void End() => _returned.TrySetResult();
}
