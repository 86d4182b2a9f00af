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

    /// <summary>An outlet.</summary>
    /// <param name="tooSlow">Ends a connection that has not taken its changes in time.</param>
    public StreamOutlet(Action<StreamOutlet> tooSlow) => _tooSlow = tooSlow;

    /// <summary>The frames; ends when there will be no more.</summary>
    public ChannelReader<StreamFrame> Frames => _frames.Reader;

    public void Add(StreamFrame frame)
    {
        var waiting = frame.IsSync ? 0 : Interlocked.Add(ref _changes, frame.Json.Length);
        if (frame.IsSync)
        {
            Interlocked.Add(ref _syncs, frame.Json.Length);
        }

        if (_frames.Writer.TryWrite(frame) && waiting > StreamLimits.WaitingBytes)
        {
            _tooSlow(this);
        }
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

        if (HasRoom)
        {
            Interlocked.Exchange(ref _room, null)?.TrySetResult();
        }
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
        if (HasRoom || _frames.Reader.Completion.IsCompleted)
        {
            room.TrySetResult();
        }

        return room.Task;
    }

    /// <summary>Takes no more frames.</summary>
    public void End()
    {
        _frames.Writer.TryComplete();
        Interlocked.Exchange(ref _room, null)?.TrySetResult();
    }

    private bool HasRoom => Interlocked.Read(ref _changes) + Interlocked.Read(ref _syncs) <= StreamLimits.WaitingBytes;
}
