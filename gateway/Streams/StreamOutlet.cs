using System.Threading.Channels;

namespace Motia.Gateway.Streams;

/// <summary>The frames on their way to one connection. Bounded: whoever is too slow for its changes is cut off, and nobody else waits.</summary>
internal sealed class StreamOutlet
{
    private readonly Channel<StreamFrame> _frames = Channel.CreateUnbounded<StreamFrame>(new() { SingleReader = true });
    private readonly Action<StreamOutlet> _tooSlow;
    private TaskCompletionSource? _room;
    private long _changes;
    private long _syncs;
    private long _last;
    private int _joining;
    private volatile bool _isEnded;

    /// <summary>An outlet.</summary>
    /// <param name="tooSlow">Ends a connection that has not taken its changes in time.</param>
    public StreamOutlet(Action<StreamOutlet> tooSlow) => _tooSlow = tooSlow;

    /// <summary>The frames; ends when there will be no more.</summary>
    public ChannelReader<StreamFrame> Frames => _frames.Reader;

    /// <summary>The highest number of a frame so far.</summary>
    public long Last => Interlocked.Read(ref _last);

    public void Add(StreamFrame frame)
    {
        var isTooMuch = frame.IsSync
            ? Interlocked.Add(ref _syncs, frame.Json.Length) > StreamLimits.WaitingSyncBytes
            : Interlocked.Add(ref _changes, frame.Json.Length) > StreamLimits.WaitingBytes;

        // Two groups may give frames at once; errors need only be newer than nearly all.
        if (frame.Number > Last)
        {
            Interlocked.Exchange(ref _last, frame.Number);
        }

        if (_frames.Writer.TryWrite(frame) && isTooMuch)
        {
            _tooSlow(this);
        }
    }

    /// <summary>Notes a subscription that is to get what it joined for.</summary>
    public void Joining() => Interlocked.Increment(ref _joining);

    /// <summary>Notes that one has got it, or gets nothing any more.</summary>
    public void Joined()
    {
        Interlocked.Decrement(ref _joining);
        MakeRoom();
    }

    /// <summary>Notes that a frame has been sent.</summary>
    public void Sent(StreamFrame frame)
    {
        if (frame.IsSync)
        {
            Interlocked.Add(ref _syncs, -frame.Json.Length);
        }
        else
        {
            Interlocked.Add(ref _changes, -frame.Json.Length);
        }

        MakeRoom();
    }

    /// <summary>Done when so little waits that more may be asked for.</summary>
    public Task WhenRoom()
    {
        if (HasRoom)
        {
            return Task.CompletedTask;
        }

        var room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _room, room);
        if (HasRoom || _isEnded)
        {
            room.TrySetResult();
        }

        return room.Task;
    }

    /// <summary>Takes no more frames.</summary>
    public void End()
    {
        _isEnded = true;
        _frames.Writer.TryComplete();
        Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

    private bool HasRoom =>
        Interlocked.Read(ref _changes) + Interlocked.Read(ref _syncs) <= StreamLimits.WaitingBytes && Volatile.Read(ref _joining) < StreamLimits.JoinsAtOnce;

    private void MakeRoom()
    {
        if (HasRoom)
        {
            Interlocked.Exchange(ref _room, null)?.TrySetResult();
        }
    }
}
