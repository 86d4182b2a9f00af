using System.Runtime.CompilerServices;
using Motia.Grains;
using Motia.Silo.Queues;

namespace Motia.Silo.Tests.Queues;

[Collection(nameof(AloneCollection))]
public sealed class ParkedSegmentsTests
{
    private static readonly DateTime Begin = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly ParkedSegments _parked = new();
    private readonly Random _random = new(7);
    private int _deliveries;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddAndRemove_InAnyOrder_AgreesWithAPlainList(bool isAscending)
    {
        var plain = new Dictionary<long, InboxSegment>();
        for (var step = 0; step < 3_000; step++)
        {
            if (step < 1_500 || (step < 2_000 && _random.Next(3) > 0))
            {
                var segment = Make(isAscending ? step : NewNumber(plain), _random.Next(1, 12), Begin.AddSeconds(_random.Next(600)));
                plain.Add(segment.Number, segment);
                _parked.Add(segment, areSuspects: segment.Number % 3 == 0);
            }
            else if (plain.Count > 0)
            {
                var segment = plain.Values.ElementAt(_random.Next(plain.Count));
                plain.Remove(segment.Number);
                Assert.Equal(segment.Number % 3 == 0, _parked.Remove(segment.Number, segment.Entries).AreSuspects);
                Assert.Null(_parked.Find(segment.Number));
                Assert.All(segment.Entries, entry => Assert.False(_parked.Contains(Hash(entry))));
            }

            if (step % 500 == 0)
            {
                Compare(plain);
            }
        }

        foreach (var segment in plain.Values.ToArray())
        {
            plain.Remove(segment.Number);
            _parked.Remove(segment.Number, segment.Entries);
        }

        Compare(plain);
        Assert.True(_parked.IsEmpty);
        Assert.Empty(_parked.Counts);
    }

    [Fact]
    public void Next_Standard_GivesWhatIsDueBeforeWhatIsNot()
    {
        var segments = Enumerable.Range(0, 1_000).Select(number => Make(number, 1, Begin.AddSeconds(_random.Next(100)))).ToDictionary(segment => segment.Number);
        foreach (var segment in segments.Values)
        {
            _parked.Add(segment, areSuspects: false);
        }

        var due = segments.Values.Where(segment => segment.Entries[0].Due <= Begin.AddSeconds(50)).Select(segment => segment.Number).ToHashSet();
        while (_parked.Next(Begin.AddSeconds(50), isFifo: false, 16) is { Count: > 0 } next)
        {
            Assert.Equal(_parked.NextDue, segments[next[0]].Entries[0].Due);
            Assert.Equal(next.OrderBy(number => segments[number].Entries[0].Due), next);
            foreach (var number in next)
            {
                Assert.True(due.Remove(number));
                _parked.Remove(segments[number].Number, segments[number].Entries);
            }
        }

        Assert.Empty(due);
        Assert.True(_parked.NextDue > Begin.AddSeconds(50));
    }

    [Fact]
    public void Next_Fifo_GivesTheFirstWheneverTheyAreDue()
    {
        foreach (var number in new[] { 900, 3, 500, 4 })
        {
            _parked.Add(Make(number, 1, Begin.AddSeconds(1_000 - number)), areSuspects: false);
        }

        Assert.Equal([3, 4, 500], _parked.Next(Begin, isFifo: true, 3));
    }

    [Fact]
    public void Remove_OtherThanWhatWasAdded_Throws()
    {
        var segment = Make(5, 3, Begin);
        _parked.Add(segment, areSuspects: false);
        segment.Entries.RemoveAt(1);
        Assert.Equal("Segment 5 has 2 deliveries in the store and 3 here.", Assert.Throws<InvalidOperationException>(() => _parked.Remove(segment.Number, segment.Entries)).Message);
        Assert.Throws<InvalidOperationException>(() => _parked.Remove(6, Make(6, 1, Begin).Entries));
    }

    [Fact]
    public void Add_ManyDeliveries_KeepsFewBytesOfEach()
    {
        // What other tests have left may go in the midst of one of the times.
        var bytes = Enumerable.Range(0, 5).Select(_ => MeasureBytesOfEach()).ToArray();
        Assert.InRange(bytes.Order().ElementAt(2), 1, 16);
    }

    // A frame of its own, so that nothing of one time is left in the next.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double MeasureBytesOfEach()
    {
        const int Segments = 50_000;
        const int OfOne = 4;
        var parked = new ParkedSegments();
        var before = Settled();
        for (var number = 0; number < Segments; number++)
        {
            parked.Add(Make(number, OfOne, Begin), areSuspects: false);
        }

        var bytes = Settled() - before;
        Assert.Equal(Segments * OfOne, parked.Count);
        return (double)bytes / (Segments * OfOne);
    }

    // What other tests left to finalizers, or to what runs on for a moment, goes in the meantime.
    private static long Settled()
    {
        var last = long.MaxValue;
        for (var now = GC.GetTotalMemory(forceFullCollection: true); last - now > 64 * 1024; now = GC.GetTotalMemory(forceFullCollection: true))
        {
            last = now;
            GC.WaitForPendingFinalizers();
        }

        return last;
    }

    private static TextHash Hash(InboxEntry entry) => TextHash.Of(entry.Delivery.Id);

    private void Compare(Dictionary<long, InboxSegment> plain)
    {
        var entries = plain.Values.SelectMany(segment => segment.Entries).ToArray();
        Assert.Equal(plain.Keys.Order(), _parked.Numbers);
        Assert.Equal(
            (plain.Count, entries.Length, entries.Sum(entry => (long)entry.Delivery.Data.Length), entries.Length > 0 ? entries.Min(entry => entry.Due) : (DateTime?)null),
            (_parked.Segments, _parked.Count, _parked.Bytes, _parked.NextDue));
        Assert.All(entries, entry => Assert.True(_parked.Contains(Hash(entry))));
        Assert.All(entries, entry => Assert.Contains(entry.Segment.Number, _parked.Near(Hash(entry))));
        Assert.All(plain.Values, segment => Assert.Equal(ParkedSegment.Of(segment, segment.Number % 3 == 0), _parked.Find(segment.Number)));
        Assert.False(_parked.Contains(TextHash.Of("none of them")));
        foreach (var topic in entries.GroupBy(entry => entry.Delivery.Topic))
        {
            Assert.Equal((topic.Count(entry => !entry.HasFailed), topic.Count(entry => entry.HasFailed)), _parked.Counts[topic.Key]);
        }
    }

    private long NewNumber(Dictionary<long, InboxSegment> plain)
    {
        while (true)
        {
            if (_random.NextInt64(10_000) is var number && !plain.ContainsKey(number))
            {
                return number;
            }
        }
    }

    private InboxSegment Make(long number, int count, DateTime due) => new(number, null!, [.. Enumerable.Range(0, count).Select(_ => MakeEntry(due))]);

    private InboxEntry MakeEntry(DateTime due)
    {
        var number = ++_deliveries;
        var entry = new InboxEntry(new($"delivery-{number}", $"topic-{number % 3}", "trace", "", new byte[number % 50], Begin)) { Due = due.AddSeconds(number % 5) };
        if (number % 4 == 0)
        {
            entry.Fail(Begin, "It failed.");
            entry.Due = due;
        }

        return entry;
    }
}
