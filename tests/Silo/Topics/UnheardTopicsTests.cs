using Motia.Silo.Topics;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Topics;

public sealed class UnheardTopicsTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Topic_IsToldOnce()
    {
        var unheard = new UnheardTopics(_time);
        Assert.True(unheard.IsToBeTold("a"));
        Assert.False(unheard.IsToBeTold("a"));
        Assert.True(unheard.IsToBeTold("b"));
        Assert.False(unheard.IsToBeTold("a"));
    }

    [Fact]
    public void Topics_BeyondTheMost_AreToldOneEachTenMinutes()
    {
        var unheard = new UnheardTopics(_time);
        Assert.Equal(UnheardTopics.Most, Enumerable.Range(0, 5 * UnheardTopics.Most).Count(id => unheard.IsToBeTold($"order.{id}")));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, Enumerable.Range(0, 5 * UnheardTopics.Most).Count(id => unheard.IsToBeTold($"order.{id}")));
        Assert.False(unheard.IsToBeTold("order.1"));
    }
}
