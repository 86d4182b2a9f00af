using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/traces</c>: the newest runs, and what each step did in one.</summary>
internal static class TraceEndpoints
{
    private static readonly string[] Statuses = ["running", "completed", "failed", "unknown"];

    // What happened longer ago than this must have been noted; what still seems to run is asked for.
    private static readonly TimeSpan NotesTake = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/traces", async (HttpRequest request, IGrainFactory grains, TimeProvider time) => TypedResults.Ok(await ListAsync(request, grains, time)));
        control.MapGet("/traces/{traceId}", ReadAsync);
    }

    private static async Task<IResult> ReadAsync(string traceId, IGrainFactory grains, TimeProvider time)
    {
        if (await grains.Trace(traceId).Read(traceId) is not { } run)
        {
            return TypedResults.NotFound(new ControlError($"There is no run \"{traceId}\" among the newest."));
        }

        var survey = new LaneSurvey(grains, time);
        return TypedResults.Ok(Describe(await SettleAsync(run, grains, survey, time), survey));
    }

    private static async Task<object> ListAsync(HttpRequest request, IGrainFactory grains, TimeProvider time)
    {
        var paging = Paging.Parse(request);
        var status = ControlQuery.OneOf("status", request.Query["status"], Statuses);
        var step = request.Parameter("step");
        var shards = await Task.WhenAll(Enumerable.Range(0, TraceShards.Count).Select(shard =>
            grains.TraceShard(shard).List(status, step, paging.After, paging.Limit)));
        var page = shards.SelectMany(shard => shard).OrderByDescending(run => run.TraceId, StringComparer.Ordinal).Take(paging.Limit).ToArray();
        var survey = new LaneSurvey(grains, time);
        var settled = await Task.WhenAll(page.Select(run => SettleAsync(run, grains, survey, time)));
        return new
        {
            traces = settled.Where(run => status is null || run.Status == status).Select(run => new
            {
                traceId = run.TraceId,
                name = run.Name,
                status = run.Status,
                startTime = run.Began,
                endTime = EndOf(run),
                steps = run.Steps.Length,
            }),
            next = page.Length == paging.Limit ? page[^1].TraceId : null,
            unreachable = survey.Unreachable,
        };
    }

    private static object Describe(RunSummary run, LaneSurvey survey) => new
    {
        traceId = run.TraceId,
        name = run.Name,
        status = run.Status,
        startTime = run.Began,
        endTime = EndOf(run),
        steps = run.Steps.Select(step => new
        {
            step = step.Step,
            deliveryId = step.DeliveryId.Length > 0 ? step.DeliveryId : null,
            topic = step.Topic.Length > 0 ? step.Topic : null,
            status = StatusOf(step.State),
            startTime = step.Began,
            endTime = step.Ended,
            attempts = step.Attempts,
            error = step.Error,
        }),
        unreachable = survey.Unreachable,
    };

    private static DateTime? EndOf(RunSummary run) => run.Status is "completed" or "failed" ? run.Last : null;

    private static string StatusOf(RunNoteKind state) => state switch
    {
        RunNoteKind.Accepted => "running",
        RunNoteKind.Retrying => "retrying",
        RunNoteKind.Done => "completed",
        RunNoteKind.Lost => "unknown",
        _ => state.ToString().ToLowerInvariant(),
    };

    // The process that would have noted the end may not have lived to do so: the lanes know what has not ended and what is dead.
    private static async Task<RunSummary> SettleAsync(RunSummary run, IGrainFactory grains, LaneSurvey survey, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (run.Status != "running" || now - run.Last < NotesTake)
        {
            return run;
        }

        var ends = await Task.WhenAll(run.Steps.Where(step => step.State is RunNoteKind.Accepted or RunNoteKind.Retrying).Select(async step =>
            await survey.AskAnyAsync(step.Step, () => EndOfAsync(step, grains)) is { } end
                ? new RunNote(run.TraceId, end, step.Step, step.DeliveryId, step.Topic, now, step.Began, step.Attempts)
                : null));
        ImmutableArray<RunNote> notes = [.. ends.OfType<RunNote>()];
        if (notes.IsEmpty)
        {
            return run;
        }

        var grain = grains.Trace(run.TraceId);
        await grain.Note(notes);
        return await grain.Read(run.TraceId) ?? run;
    }

    // Null if it has not ended.
    private static async Task<RunNoteKind?> EndOfAsync(RunStep step, IGrainFactory grains) => await DeliverySearch.FindAsync(grains, step.Step, step.DeliveryId) switch
    {
        null => RunNoteKind.Lost,
        { Live: null } => RunNoteKind.Failed,
        _ => null,
    };
}
