using System.Collections.Immutable;
using System.Globalization;
using Motia.Grains;
using Motia.Silo.Records;

namespace Motia.Silo.Cron;

/// <summary>
/// What became of the occurrences of a cron step, and the last of them: the newest entries are in one record with it, so that a decision costs one small write and is there whole or not
/// at all; older ones are in records of their own, of which the newest are kept.
/// </summary>
internal sealed class CronLedger(GrainRecords records)
{
    /// <summary>How many entries a record of older ones has.</summary>
    public const int InPart = 16;

    /// <summary>How many records of older ones are kept.</summary>
    public const int Parts = 64;

    private const byte Format = 1;
    private const string PartName = "cron-ledger";

    private readonly Record _record = records.Own("cron");
    private readonly List<CronEntry> _newest = [];
    private long _first;
    private long _durable;

    /// <summary>The step; empty before <see cref="Begin"/>.</summary>
    public string Step { get; private set; } = "";

    /// <summary>The number of the step's subscription.</summary>
    public int Subscription { get; private set; }

    /// <summary>The <see cref="CronSchedule.IdentityOf"/> that <see cref="Last"/> belongs to.</summary>
    public string Schedule { get; private set; } = "";

    /// <summary>Every occurrence up to here is decided, UTC.</summary>
    public DateTime Last { get; set; }

    /// <summary>The newest entry that is durable; null if there is none in memory.</summary>
    public CronEntry? Newest => _durable > _first ? _newest[(int)(_durable - _first) - 1] : null;

    /// <summary>What is to run and that the lane has not got for certain.</summary>
    public IReadOnlyList<CronEntry> Pending => [.. _newest.Where(entry => !entry.IsHandedOver)];

    public async Task LoadAsync()
    {
        var payload = await _record.ReadAsync();
        if (!_record.Exists)
        {
            return;
        }

        var reader = new RecordReader(_record.ToString(), payload, Format);
        (Step, Subscription, Schedule, Last, _first) = (reader.ReadText(), reader.ReadCount(), reader.ReadText(), Time(reader.ReadNumber()), reader.ReadNumber());
        while (!reader.AtEnd)
        {
            _newest.Add(Read(ref reader, _first + _newest.Count));
        }

        _durable = _first + _newest.Count;
    }

    /// <summary>Goes by another schedule from now on; the caller saves.</summary>
    public void Begin(string step, int subscription, string schedule, DateTime now) => (Step, Subscription, Schedule, Last) = (step, subscription, schedule, now);

    /// <summary>Adds an entry; the caller saves before it hands anything over.</summary>
    public CronEntry Add(CronDecision decision, DateTime now, string traceId)
    {
        var runs = decision.Outcome is CronOutcome.Ran or CronOutcome.CaughtUp or CronOutcome.Manual;
        var run = runs ? traceId : "";
        var entry = new CronEntry(
            _first + _newest.Count, decision.Occurrence, now, decision.Outcome, IdOf(decision.Occurrence, decision.Outcome, run), run, !runs, decision.Count, decision.Until);
        _newest.Add(entry);
        return entry;
    }

    /// <summary>Notes that the lane has everything; the caller saves.</summary>
    public void Settle()
    {
        for (var i = 0; i < _newest.Count; i++)
        {
            _newest[i] = _newest[i].IsHandedOver ? _newest[i] : _newest[i] with { IsHandedOver = true };
        }
    }

    public async Task SaveAsync()
    {
        // Only what is in the record already: of two activations the one that cannot save must not write into a part what never was.
        while (_newest.Count > InPart && _durable - _first >= InPart && _newest.Take(InPart).All(entry => entry.IsHandedOver))
        {
            await SavePartAsync(_first / InPart);
            _newest.RemoveRange(0, InPart);
            _first += InPart;
        }

        await _record.WriteAsync(Encode());
        _durable = _first + _newest.Count;
    }

    /// <summary>Reads entries that are durable, newest first.</summary>
    public async Task<CronLedgerPage> ReadAsync(long before, int limit)
    {
        var (first, newest) = (_first, _newest.GetRange(0, (int)(_durable - _first)).ToArray());
        var oldest = Math.Max(0, first - (Parts * InPart));
        var next = before == 0 ? first + newest.Length : Math.Min(before, first + newest.Length);
        var found = ImmutableArray.CreateBuilder<CronEntry>();
        while (next > oldest && found.Count < limit)
        {
            var part = next > first ? newest : await ReadPartAsync((next - 1) / InPart);
            var begin = next > first ? first : (next - 1) / InPart * InPart;
            for (; next > begin && found.Count < limit; next--)
            {
                // A part that was let go meanwhile is empty.
                var at = (int)(next - 1 - begin);
                if (at < part.Length)
                {
                    found.Add(part[at]);
                }
            }
        }

        return new(found.ToImmutable(), next > oldest ? next : 0);
    }

    // A crash in between leaves a part twice; its second save finds the first.
    private async Task SavePartAsync(long number)
    {
        if (number >= Parts)
        {
            await records.Part(PartName, number - Parts).DeleteAsync();
        }

        var part = records.Part(PartName, number);
        var entries = _newest[..InPart];
        var payload = new byte[1 + entries.Sum(Size)];
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        foreach (var entry in entries)
        {
            Write(ref writer, entry);
        }

        await part.ReadAsync();
        await part.WriteAsync(payload);
    }

    private async Task<CronEntry[]> ReadPartAsync(long number)
    {
        var part = records.Part(PartName, number);
        var payload = await part.ReadAsync();
        return part.Exists ? Decode(part, payload, number * InPart) : [];
    }

    private CronEntry[] Decode(Record part, byte[] payload, long first)
    {
        var entries = new List<CronEntry>(InPart);
        var reader = new RecordReader(part.ToString(), payload, Format);
        while (!reader.AtEnd)
        {
            entries.Add(Read(ref reader, first + entries.Count));
        }

        return [.. entries];
    }

    private byte[] Encode()
    {
        var payload = new byte[1 + RecordWriter.SizeOfText(Step) + RecordWriter.SizeOfNumber(Subscription) + RecordWriter.SizeOfText(Schedule)
            + RecordWriter.SizeOfNumber(Last.Ticks) + RecordWriter.SizeOfNumber(_first) + _newest.Sum(Size)];
        var writer = new RecordWriter(payload);
        writer.Write(Format);
        writer.WriteText(Step);
        writer.WriteNumber(Subscription);
        writer.WriteText(Schedule);
        writer.WriteNumber(Last.Ticks);
        writer.WriteNumber(_first);
        foreach (var entry in _newest)
        {
            Write(ref writer, entry);
        }

        return payload;
    }

    private static int Size(CronEntry entry) =>
        2 + RecordWriter.SizeOfNumber(entry.Occurrence.Ticks) + RecordWriter.SizeOfNumber(entry.Decided.Ticks) + RecordWriter.SizeOfText(entry.TraceId)
        + RecordWriter.SizeOfNumber(entry.Count) + RecordWriter.SizeOfNumber((entry.Until - entry.Occurrence).Ticks);

    private static void Write(ref RecordWriter writer, CronEntry entry)
    {
        writer.Write((byte)entry.Outcome);
        writer.Write((byte)(entry.IsHandedOver ? 1 : 0));
        writer.WriteNumber(entry.Occurrence.Ticks);
        writer.WriteNumber(entry.Decided.Ticks);
        writer.WriteText(entry.TraceId);
        writer.WriteNumber(entry.Count);
        writer.WriteNumber((entry.Until - entry.Occurrence).Ticks);
    }

    private CronEntry Read(ref RecordReader reader, long number)
    {
        var (outcome, isHandedOver) = ((CronOutcome)reader.ReadByte(), reader.ReadByte() != 0);
        var (occurrence, decided, traceId, count) = (Time(reader.ReadNumber()), Time(reader.ReadNumber()), reader.ReadText(), reader.ReadCount());
        return new(number, occurrence, decided, outcome, IdOf(occurrence, outcome, traceId), traceId, isHandedOver, count, occurrence.AddTicks(reader.ReadNumber()));
    }

    // The subscription's number tells the step to whoever has only the id; the name is there for people, in what needs no escaping in a URL.
    private string IdOf(DateTime occurrence, CronOutcome outcome, string traceId)
    {
        var name = string.Concat(Step.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-'));
        return traceId.Length == 0 ? ""
            : outcome == CronOutcome.Manual ? string.Create(CultureInfo.InvariantCulture, $"{name}@{traceId}.{Subscription}")
            : string.Create(CultureInfo.InvariantCulture, $"{name}@{occurrence:yyyy-MM-ddTHH:mm:ssZ}.{Subscription}");
    }

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
