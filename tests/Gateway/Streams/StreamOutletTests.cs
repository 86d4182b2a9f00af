using Motia.Gateway.Streams;

namespace Motia.Gateway.Tests.Streams;

public sealed class StreamOutletTests
{
    private readonly List<StreamOutlet> _tooSlow = [];
    private readonly StreamOutlet _outlet;

    public StreamOutletTests() => _outlet = new(_tooSlow.Add);

    [Fact]
    public void Changes_BeyondTheBound_EndTheConnection()
    {
        _outlet.Add(Frame(StreamLimits.WaitingBytes));
        Assert.Empty(_tooSlow);
        _outlet.Add(Frame(1));
        Assert.Equal([_outlet], _tooSlow);
    }

    [Fact]
    public void Items_BeyondTheirBound_EndTheConnection()
    {
        for (var group = 0; group < 8; group++)
        {
            _outlet.Add(Frame(StreamLimits.SyncBytes, isSync: true));
        }

        Assert.Empty(_tooSlow);
        _outlet.Add(Frame(1, isSync: true));
        Assert.Equal([_outlet], _tooSlow);
    }

    [Fact]
    public async Task Room_IsThereAgain_WhenWhatWaitedIsSent()
    {
        var frame = Frame(StreamLimits.WaitingBytes + 1, isSync: true);
        _outlet.Add(frame);
        var room = _outlet.WhenRoom();
        Assert.False(room.IsCompleted);
        _outlet.Sent(frame);
        await room;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Room_IsNotWaitedFor_WhenTheConnectionEnds(bool endsFirst)
    {
        _outlet.Add(Frame(StreamLimits.WaitingBytes + 1, isSync: true));
        var room = endsFirst ? Task.CompletedTask : _outlet.WhenRoom();
        _outlet.End();
        await room;
        Assert.True(_outlet.WhenRoom().IsCompleted);
    }

    [Fact]
    public async Task Room_IsThere_OnlyWhenFewJoinsAreWithoutTheirItems()
    {
        var subscribers = Enumerable.Range(0, StreamLimits.JoinsAtOnce).Select(number => new StreamSubscriber(new("todos", "g", null), $"{number}", _outlet)).ToArray();
        foreach (var _ in subscribers)
        {
            Assert.True(_outlet.WhenRoom().IsCompleted);
            _outlet.Joining();
        }

        var room = _outlet.WhenRoom();
        Assert.False(room.IsCompleted);
        subscribers[0].Served();
        await room;

        // Served once, whatever comes after.
        _outlet.Joining();
        subscribers[0].Served();
        subscribers[0].End();
        room = _outlet.WhenRoom();
        Assert.False(room.IsCompleted);
        subscribers[1].End();
        await room;
    }

    private static StreamFrame Frame(long bytes, bool isSync = false) => new(1, new byte[bytes], isSync);
}
