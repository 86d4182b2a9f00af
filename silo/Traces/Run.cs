using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Json;

namespace Motia.Silo.Traces;

/// <summary>A run as its notes tell it.</summary>
/// <param name="traceId">Its identity.</param>
internal sealed class Run(string traceId)
{
    /// <summary>The most steps that are kept of one run; what a longer one does after that is not shown.</summary>
    public const int MostSteps = 200;

    private const string Running = "running";
    private readonly List<RunStep> _steps = [];

    public string TraceId { get; } = traceId;

    public DateTime Last { get; private set; }

    /// <summary>Whether it has changed since it was last saved.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether the store has some version of it.</summary>
    public bool IsStored { get; set; }

    public RunSummary Summary => new(TraceId, Name, Status, _steps.Count > 0 ? _steps.Min(step => step.Began) : Last, Last, [.. _steps.OrderBy(step => step.Began)]);

    public string Status =>
        _steps.Any(step => step.State is RunNoteKind.Accepted or RunNoteKind.Retrying) ? Running
        : _steps.Any(step => step.State == RunNoteKind.Failed) ? "failed"
        : _steps.Any(step => step.State == RunNoteKind.Lost) ? "unknown"
        : "completed";

    // A run that began with an event is named by its topic, any other by its step.
    private string Name => _steps.MinBy(step => step.Began) switch
    {
        null => "",
        { DeliveryId.Length: > 0, Topic: not CronTicks.Topic } first => first.Topic,
        { } first => first.Step,
    };

    public bool Has(string step) => _steps.Any(one => one.Step == step);

    public void Add(RunNote note)
    {
        // Lost is what somebody found who looked at that time; what happened later, or an end, is known better.
        var index = note.DeliveryId.Length == 0 ? -1 : _steps.FindIndex(step => step.DeliveryId == note.DeliveryId);
        var known = index >= 0 ? _steps[index] : new(note.Step, note.DeliveryId, note.Topic, note.Kind, note.Began, null, 0, null);
        var isLost = note.Kind == RunNoteKind.Lost;
        if (isLost && (known.Ended is not null || note.Time < Last))
        {
            return;
        }

        IsDirty = true;
        Last = note.Time > Last && !isLost ? note.Time : Last;

        // Notes of one delivery come from one lane in order, but those of a lane that was moved may be overtaken: an end is not taken back by what came before it.
        // Lost gives way to an end that was on its way when somebody looked.
        var hasEnded = note.Kind is not (RunNoteKind.Accepted or RunNoteKind.Retrying);
        if (known.Ended is { } ended && ended > note.Time && !(known.State == RunNoteKind.Lost && hasEnded))
        {
            return;
        }

        var changed = known with { State = note.Kind, Ended = hasEnded ? note.Time : null, Attempts = Math.Max(known.Attempts, note.Attempts), Error = note.Error ?? known.Error };
        if (index >= 0)
        {
            _steps[index] = changed;
        }
        else if (_steps.Count < MostSteps)
        {
            _steps.Add(changed);
        }
    }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(Summary, MotiaJson.Options);

    public static Run Decode(ReadOnlySpan<byte> json)
    {
        var summary = JsonSerializer.Deserialize<RunSummary>(json, MotiaJson.Options)!;
        var run = new Run(summary.TraceId) { Last = summary.Last, IsStored = true };
        run._steps.AddRange(summary.Steps);
        return run;
    }
}
