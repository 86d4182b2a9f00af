namespace Motia.Silo.Runners;

/// <summary>How many requests of one runner are answered at a time: who asks for more waits in its socket, not in the silo's memory.</summary>
internal sealed class RequestBudget
{
    private const int MostRequests = 4096;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _room;
    private int _requests;
    private long _bytes;

    private bool HasRoom => _requests < MostRequests && _bytes < MostBytes;

    /// <summary>Whether there is no room for one more.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return !HasRoom;
            }
        }
    }

    /// <summary>Counts a request.</summary>
    public void Take(int bytes)
    {
        lock (_lock)
        {
            _requests++;
            _bytes += bytes;
        }
    }

    /// <summary>Counts a request no longer.</summary>
    public void Release(int bytes)
    {
        lock (_lock)
        {
            _requests--;
            _bytes -= bytes;
            if (HasRoom && _room is { } room)
            {
                _room = null;
                room.SetResult();
            }
        }
    }

    /// <summary>Done when there is room for one more. For one caller.</summary>
    public Task RoomAsync()
    {
        lock (_lock)
        {
            return HasRoom ? Task.CompletedTask : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }
}
