using Motia.Grains;
using Motia.Silo.Records;

namespace Motia.Silo.Queues;

/// <summary>A delivery in a lane's inbox.</summary>
internal sealed class InboxEntry(EventDelivery delivery)
{
    private const int ToldInFull = 3;

    public EventDelivery Delivery { get; } = delivery;

    /// <summary>How many attempts have failed since it was accepted or redriven.</summary>
    public int Attempts { get; set; }

    /// <summary>How often it was given back without an attempt, in this activation.</summary>
    public int Returns { get; set; }

    /// <summary>The attempts that failed, those before a redrive included.</summary>
    public List<FailedAttempt> Failures { get; init; } = [];

    /// <summary>When its next attempt may begin, UTC.</summary>
    public DateTime Due { get; set; }

    /// <summary>The process in which its last attempt began, if the store is to know; 0 if none did.</summary>
    public long StartedIn { get; set; }

    /// <summary>Whether it is stored and may run; before that nobody may change it.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>Whether its handler runs, perhaps after its time.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Whether a crash may be its doing: its start is noted, and nothing like it runs beside it.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>Whether an attempt has failed, one before a redrive included.</summary>
    public bool HasFailed => Failures.Count > 0;

    public DeliveryStatus Status => IsRunning ? DeliveryStatus.Running : HasFailed ? DeliveryStatus.Retrying : DeliveryStatus.Waiting;

    /// <summary>Its message group, if its queue is fifo.</summary>
    public MessageGroup? Group { get; set; }

    /// <summary>Whether it is done, dead or discarded.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The segment that holds it.</summary>
    public InboxSegment Segment { get; set; } = null!;

    /// <summary>Counts an attempt that failed. Of many, those in the middle are told by their first line: the record is written at each.</summary>
    public void Fail(DateTime time, string error)
    {
        Attempts++;
        Failures.Add(FailedAttempt.Of(time, error));
        if (Failures.Count > 2 * ToldInFull)
        {
            var middle = Failures.Count - ToldInFull - 1;
            Failures[middle] = Failures[middle].Shorten();
        }
    }

    public int Size =>
        RecordWriter.SizeOfNumber(StartedIn) + RecordWriter.SizeOfText(Delivery.Id) + RecordWriter.SizeOfText(Delivery.Topic) + RecordWriter.SizeOfText(Delivery.TraceId)
        + RecordWriter.SizeOfText(Delivery.Group) + RecordWriter.SizeOfNumber(Delivery.Emitted.Ticks) + RecordWriter.SizeOfNumber(Due.Ticks)
        + RecordWriter.SizeOfNumber(Attempts) + RecordWriter.SizeOfNumber(Failures.Count)
        + Failures.Sum(failure => RecordWriter.SizeOfNumber(failure.Time.Ticks) + RecordWriter.SizeOfText(failure.Error))
        + RecordWriter.SizeOfNumber(Delivery.Data.Length) + Delivery.Data.Length;

    public void Write(ref RecordWriter writer)
    {
        writer.WriteNumber(StartedIn);
        writer.WriteText(Delivery.Id);
        writer.WriteText(Delivery.Topic);
        writer.WriteText(Delivery.TraceId);
        writer.WriteText(Delivery.Group);
        writer.WriteNumber(Delivery.Emitted.Ticks);
        writer.WriteNumber(Due.Ticks);
        writer.WriteNumber(Attempts);
        writer.WriteNumber(Failures.Count);
        foreach (var failure in Failures)
        {
            writer.WriteNumber(failure.Time.Ticks);
            writer.WriteText(failure.Error);
        }

        writer.WriteNumber(Delivery.Data.Length);
        writer.Write(Delivery.Data.Span);
    }

    public static InboxEntry Read(ref RecordReader reader)
    {
        var startedIn = reader.ReadNumber();
        var (id, topic, traceId, group) = (reader.ReadText(), reader.ReadText(), reader.ReadText(), reader.ReadText());
        var (emitted, due, attempts) = (Time(reader.ReadNumber()), Time(reader.ReadNumber()), reader.ReadCount());
        var failures = new List<FailedAttempt>();
        for (var rest = reader.ReadCount(); rest > 0; rest--)
        {
            failures.Add(new(Time(reader.ReadNumber()), reader.ReadText()));
        }

        var data = reader.Read(reader.ReadCount()).ToArray();
        return new(new(id, topic, traceId, group, data, emitted))
        {
            Attempts = attempts,
            Due = due,
            Failures = failures,
            StartedIn = startedIn,
        };
    }

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
