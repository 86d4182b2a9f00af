using Motia.Grains;
using Motia.Silo.Traces;

namespace Motia.Silo.Tests.Traces;

public sealed class RunTests
{
    private const string Delivery = "event.1";
    private static readonly DateTime Began = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly Run _run = new("trace");

    public RunTests() => Note(RunNoteKind.Accepted, 0);

    [Theory]
    [InlineData(RunNoteKind.Done, "completed")]
    [InlineData(RunNoteKind.Failed, "failed")]
    [InlineData(RunNoteKind.Discarded, "completed")]
    public void Add_ARealEndAfterALaterLost_IsTheEnd(RunNoteKind end, string status)
    {
        Note(RunNoteKind.Lost, 11);
        Assert.Equal("unknown", _run.Status);

        Note(end, 10);

        Assert.Equal(status, _run.Status);
        Assert.Equal(Began.AddSeconds(10), Assert.Single(_run.Summary.Steps).Ended);
        Assert.Equal(Began.AddSeconds(10), _run.Last);
    }

    [Theory]
    [InlineData(RunNoteKind.Done, "completed")]
    [InlineData(RunNoteKind.Failed, "failed")]
    [InlineData(RunNoteKind.Discarded, "completed")]
    public void Add_LostAfterARealEnd_ChangesNothing(RunNoteKind end, string status)
    {
        Note(end, 10);

        Note(RunNoteKind.Lost, 11);

        Assert.Equal((status, Began.AddSeconds(10)), (_run.Status, _run.Last));
    }

    [Fact]
    public void Add_LostThatWasSeenBeforeARedrive_ChangesNothing()
    {
        Note(RunNoteKind.Failed, 10);
        Note(RunNoteKind.Accepted, 21);

        Note(RunNoteKind.Lost, 20);

        Assert.Equal("running", _run.Status);
    }

    [Fact]
    public void Add_ARedriveAfterLost_RunsAgain()
    {
        Note(RunNoteKind.Lost, 10);

        Note(RunNoteKind.Accepted, 11);

        Assert.Equal("running", _run.Status);
        Assert.Null(Assert.Single(_run.Summary.Steps).Ended);
    }

    [Theory]
    [InlineData(RunNoteKind.Done, RunNoteKind.Retrying, "completed")]
    [InlineData(RunNoteKind.Lost, RunNoteKind.Retrying, "unknown")]
    public void Add_WhatCameBeforeTheEnd_DoesNotTakeItBack(RunNoteKind end, RunNoteKind late, string status)
    {
        Note(end, 10);

        Note(late, 9);

        Assert.Equal(status, _run.Status);
    }

    private void Note(RunNoteKind kind, int second) => _run.Add(new("trace", kind, "Step", Delivery, "topic", Began.AddSeconds(second), Began));
}
