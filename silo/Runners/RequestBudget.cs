namespace Motia.Silo.Runners;

/// <summary>How many requests of one runner are under way, with their answers: while there are too many, nothing more is read from it.</summary>
internal sealed class RequestBudget
{
    private const int MostRequests = 4096;
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _room;
    private int _requests;
    private int _unanswered;
    private long _bytes;

    private bool HasRoom => _requests < MostRequests && _bytes < MostBytes;

    /// <summary>Whether there is no room for one more because requests are still to be answered, and not because the runner does not read the answers.</summary>
    public bool IsWaitingForAnswers
    {
        get
        {
            lock (_lock)
            {
                return !HasRoom && _unanswered > 0;
            }
        }
    }

    /// <summary>Counts a request.</summary>
    /// <param name="bytes">What it holds, or is going to.</param>
    public void Take(long bytes)
    {
        lock (_lock)
        {
            _requests++;
            _unanswered++;
            _bytes += bytes;
        }
    }

    /// <summary>Counts its answer, which is still to be sent.</summary>
    public void Answered(long bytes)
    {
        lock (_lock)
        {
            _unanswered--;
            _bytes += bytes;
        }
    }

    /// <summary>Counts a request and its answer no longer.</summary>
    /// <param name="bytes">What was counted for both.</param>
    public void Release(long bytes)
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
