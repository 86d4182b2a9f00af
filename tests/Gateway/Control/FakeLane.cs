using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

/// <summary>Stands for a lane: it has what the test gives it, or fails, or never answers.</summary>
public sealed class FakeLane
{
    private const int PageBytes = 4 * 1024 * 1024;
    private readonly List<string> _asked = [];
    private readonly TaskCompletionSource _wasAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _atOnce;

    public IReadOnlyList<QueueCounts> Counts { get; init; } = [];

    public IReadOnlyList<QueuedDelivery> Deliveries { get; init; } = [];

    /// <summary>Dead letters: their ids, each with the text of its data.</summary>
    public IReadOnlyList<(string Id, string Data)> Letters { get; init; } = [];

    /// <summary>What a redrive answers.</summary>
    public Func<string, Task<QueueAnswer>> Redriving { get; init; } = _ => Task.FromResult(QueueAnswer.Done);

    public bool IsSilent { get; set; }

    public string? Failure { get; set; }

    /// <summary>The methods that were called, in order.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>Done when it was called.</summary>
    public Task WasAsked => _wasAsked.Task;

    /// <summary>The most redrives that were on their way at once.</summary>
    public int MostAtOnce { get; private set; }

    public Task<ImmutableArray<QueueCounts>> Count() => Answer<ImmutableArray<QueueCounts>>(nameof(Count), () => [.. Counts]);

    public Task<DeliveryPage> List(DeliveryStatus? status, string after, int limit) =>
        Answer(nameof(List), () => new DeliveryPage([.. Deliveries.Where(delivery => status is null || delivery.Status == status).Take(limit)], ""));

    public Task<QueuedDelivery?> Find(string id) => Answer(nameof(Find), () => Deliveries.FirstOrDefault(delivery => delivery.Id == id));

    public Task<ReadOnlyMemory<byte>> ReadDeadLetter(string id) =>
        Answer(nameof(ReadDeadLetter), () => Letters.Where(letter => letter.Id == id).Select(Encode).FirstOrDefault());

    public Task<DeadLetterPage> ListDeadLetters(string after, int limit) => Answer(nameof(ListDeadLetters), () =>
    {
        var first = after.Length > 0 ? int.Parse(after, CultureInfo.InvariantCulture) : 0;
        var page = new List<ReadOnlyMemory<byte>>();
        foreach (var letter in Letters.Skip(first).Take(limit).Select(Encode))
        {
            if (page.Count > 0 && page.Sum(one => one.Length) + letter.Length > PageBytes)
            {
                break;
            }

            page.Add(letter);
        }

        return new DeadLetterPage([.. page], first + page.Count < Letters.Count ? $"{first + page.Count}" : "");
    });

    public async Task<QueueAnswer> Redrive(string id)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
        await Task.Yield();
        try
        {
            return await Redriving(id);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private static ReadOnlyMemory<byte> Encode((string Id, string Data) letter) => Encoding.UTF8.GetBytes($$"""{"id":"{{letter.Id}}","data":"{{letter.Data}}"}""");

    private Task<T> Answer<T>(string method, Func<T> answer)
    {
        lock (_asked)
        {
            _asked.Add(method);
        }

        _wasAsked.TrySetResult();
        return IsSilent ? new TaskCompletionSource<T>().Task
            : Failure is not null ? Task.FromException<T>(new InvalidOperationException(Failure))
            : Task.FromResult(answer());
    }
}
