using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Topics;

/// <inheritdoc cref="ISubscriptionGrain" />
internal sealed partial class SubscriptionGrain : Grain, ISubscriptionGrain
{
    // A silo says every ten seconds that it is up.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private const byte Format = 1;
    private readonly Record _record;
    private readonly TimeProvider _time;
    private readonly ILogger<SubscriptionGrain> _logger;
    private readonly Dictionary<ISubscriptionWatcher, (long Seen, ImmutableArray<StepTopics> Steps)> _silos = [];
    private readonly long _began;
    private ImmutableArray<Subscription> _all = [];

    public SubscriptionGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage, TimeProvider time, ILogger<SubscriptionGrain> logger)
    {
        _record = new GrainRecords(storage, GrainContext.GrainId).Own("subscriptions");
        (_time, _logger, _began) = (time, logger, time.GetTimestamp());
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var payload = await _record.ReadAsync();
        _all = _record.Exists ? Decode(payload) : [];
    }

    public Task<ImmutableArray<Subscription>> Read() => Task.FromResult(_all);

    public Task Subscribe(ISubscriptionWatcher silo, ImmutableArray<StepTopics> steps, bool isExact)
    {
        Note(silo, steps);
        var all = _all.ToList();
        foreach (var step in steps)
        {
            Add(step, all, isLoaded: true);
            if (isExact)
            {
                Deactivate(all, one => one.Step == step.Step && !step.Topics.Contains(one.Topic, StringComparer.Ordinal));
            }
        }

        return ChangeAsync(all);
    }

    public Task Watch(ISubscriptionWatcher silo, ImmutableArray<StepTopics> steps)
    {
        Note(silo, steps);
        var all = _all.ToList();
        foreach (var step in steps)
        {
            Add(step, all, isLoaded: false);
        }

        return ChangeAsync(all);
    }

    private static void Add(StepTopics step, List<Subscription> all, bool isLoaded)
    {
        foreach (var topic in step.Topics)
        {
            if (all.FindIndex(one => one.Step == step.Step && one.Topic == topic) is var at and >= 0)
            {
                all[at] = isLoaded ? all[at] with { IsActive = true, IsFifo = step.IsFifo, File = step.File } : all[at] with { IsActive = true };
            }
            else
            {
                all.Add(new(all.Count + 1, step.Step, topic, step.IsFifo, step.File, IsActive: true));
            }
        }
    }

    private static void Deactivate(List<Subscription> all, Predicate<Subscription> which)
    {
        for (var i = 0; i < all.Count; i++)
        {
            all[i] = which(all[i]) ? all[i] with { IsActive = false } : all[i];
        }
    }

    private void Note(ISubscriptionWatcher silo, ImmutableArray<StepTopics> steps)
    {
        foreach (var gone in _silos.Where(known => _time.GetElapsedTime(known.Value.Seen) > Lease).Select(known => known.Key).ToArray())
        {
            _silos.Remove(gone);
        }

        _silos[silo] = (_time.GetTimestamp(), steps);
    }

    private async Task ChangeAsync(List<Subscription> all)
    {
        // Before that a silo may be up that has not said so to this activation yet.
        if (_time.GetElapsedTime(_began) > Lease)
        {
            Deactivate(all, one => one.IsActive && !IsServed(one));
        }

        if (!all.SequenceEqual(_all))
        {
            ImmutableArray<Subscription> changed = [.. all];
            await SaveAsync(changed);
            _all = changed;
            await Task.WhenAll(_silos.Keys.Select(TellAsync));
        }
    }

    // What no silo serves waits: its step may have an error, or be gone, or not be up.
    private bool IsServed(Subscription one)
    {
        var versions = _silos.Values.SelectMany(silo => silo.Steps).Where(step => step.Step == one.Step).ToArray();
        return versions.Length == 0 || versions.Any(step => step.Topics.Contains(one.Topic, StringComparer.Ordinal));
    }

    private async Task TellAsync(ISubscriptionWatcher silo)
    {
        try
        {
            await silo.Changed();
        }
        catch (Exception exception)
        {
            // It asks every ten seconds, if it is up at all.
            LogNotTold(exception);
        }
    }

    // After a failed save only the store knows what is true.
    private async Task SaveAsync(ImmutableArray<Subscription> all)
    {
        try
        {
            await _record.WriteAsync(Encode(all));
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private static byte[] Encode(ImmutableArray<Subscription> all)
    {
        var payload = new byte[1 + all.Sum(one =>
            RecordWriter.SizeOfNumber(one.Number) + RecordWriter.SizeOfText(one.Step) + RecordWriter.SizeOfText(one.Topic) + RecordWriter.SizeOfText(one.File) + 1)];
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        foreach (var one in all)
        {
            writer.WriteNumber(one.Number);
            writer.WriteText(one.Step);
            writer.WriteText(one.Topic);
            writer.WriteText(one.File);
            writer.Write((byte)((one.IsFifo ? 1 : 0) | (one.IsActive ? 2 : 0)));
        }

        return payload;
    }

    private ImmutableArray<Subscription> Decode(byte[] payload)
    {
        var reader = new RecordReader(_record.ToString(), payload, Format);
        var all = ImmutableArray.CreateBuilder<Subscription>();
        while (!reader.AtEnd)
        {
            var (number, step, topic, file, flags) = (reader.ReadCount(), reader.ReadText(), reader.ReadText(), reader.ReadText(), reader.ReadByte());
            all.Add(new(number, step, topic, (flags & 1) != 0, file, (flags & 2) != 0));
        }

        return all.DrainToImmutable();
    }

    [LoggerMessage(1, LogLevel.Warning, "A silo could not be told that subscriptions changed; it learns it within ten seconds.")]
    private partial void LogNotTold(Exception exception);
}
