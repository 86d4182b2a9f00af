using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Motia.Grains;
using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Topics;

/// <inheritdoc cref="ISubscriptionGrain" />
internal sealed class SubscriptionGrain : Grain, ISubscriptionGrain
{
    private const byte Format = 1;
    private readonly Record _record;
    private ImmutableArray<Subscription> _all = [];

    public SubscriptionGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage) =>
        _record = new GrainRecords(storage, GrainContext.GrainId).Own("subscriptions");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var payload = await _record.ReadAsync();
        _all = _record.Exists ? Decode(payload) : [];
    }

    public Task<ImmutableArray<Subscription>> Read() => Task.FromResult(_all);

    public async Task<ImmutableArray<Subscription>> Subscribe(string step, ImmutableArray<string> topics, bool isFifo, string file)
    {
        var changed = _all.Select(known => known.Step != step ? known : topics.Contains(known.Topic, StringComparer.Ordinal)
            ? known with { IsActive = true, IsFifo = isFifo, File = file }
            : known with { IsActive = false }).ToList();
        foreach (var topic in topics.Where(topic => !_all.Any(known => known.Step == step && known.Topic == topic)))
        {
            changed.Add(new(changed.Count + 1, step, topic, isFifo, file, IsActive: true));
        }

        if (!changed.SequenceEqual(_all))
        {
            ImmutableArray<Subscription> all = [.. changed];
            await SaveAsync(all);
            _all = all;
        }

        return _all;
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
}
