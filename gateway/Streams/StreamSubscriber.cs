namespace Motia.Gateway.Streams;

/// <summary>One subscription of one connection.</summary>
/// <param name="to">What is subscribed to.</param>
/// <param name="id">The name that the client gave the subscription.</param>
/// <param name="outlet">Where its frames go.</param>
/// <param name="since">The number of the change that the client saw last; 0 if it has seen none.</param>
internal sealed class StreamSubscriber(StreamSubscription to, string id, StreamOutlet outlet, long since = 0)
{
    private volatile bool _isOver;
    private int _isServed;

    public StreamSubscription To => to;

    public string Id => id;

    /// <summary>The number of the change that the client saw last; 0 when it needs everything.</summary>
    public long Since { get; set; } = since;

    /// <summary>It gets the changes with a greater number.</summary>
    public long From { get; set; }

    /// <summary>Whether the client of an item's subscription was sent the item, and not that it went.</summary>
    public bool HasItem
    {
        get;
        set => (field, HadItem) = (value, HadItem || value);
    } = since > 0;

    /// <summary>Whether it was ever sent the item. What it was sent last may never have reached it.</summary>
    public bool HadItem { get; private set; } = since > 0;

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsOver => _isOver;

    public void Send(StreamFrame frame)
    {
        if (!_isOver)
        {
            outlet.Add(frame);
        }
    }

    /// <summary>Notes that it has got what it joined for; the first time tells the outlet.</summary>
    public void Served()
    {
        if (Interlocked.Exchange(ref _isServed, 1) == 0)
        {
            outlet.Joined();
        }
    }

    public void End()
    {
        _isOver = true;
        Served();
    }
}
