using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>/__motia/cron</c>: the cron steps with their next and last ticks, the ledger of one, and running one now.</summary>
internal static class CronEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder control)
    {
        control.MapGet("/cron", async (HttpRequest request, ICatalogSource source, IGrainFactory grains, TimeProvider time) =>
            TypedResults.Ok(await ListAsync(Paging.Parse(request), source.Current, grains, time)));
        control.MapGet("/cron/ledger", async (HttpRequest request, ICatalogSource source, IGrainFactory grains) => TypedResults.Ok(await ReadLedgerAsync(request, source.Current, grains)));
        control.MapPost("/cron/run", async (HttpRequest request, ICatalogSource source, IGrainFactory grains) => TypedResults.Ok(await RunAsync(request, source.Current, grains)));
    }

    /// <summary>The cron steps by name, with where their schedules stand.</summary>
    public static async Task<IReadOnlyList<CronReport>> StepsAsync(IEnumerable<StepDescription> steps, IGrainFactory grains, TimeProvider time) =>
        await Task.WhenAll(InOrder(steps).Select(step => ReportAsync(step, grains, time)));

    private static async Task<object> ListAsync(Paging paging, CatalogSnapshot catalog, IGrainFactory grains, TimeProvider time)
    {
        var rest = InOrder(catalog.Steps).Where(step => string.CompareOrdinal(step.Name, paging.After) > 0).ToArray();
        var steps = await StepsAsync(rest.Take(paging.Limit), grains, time);
        return new { steps, next = rest.Length > paging.Limit ? steps[^1].Step : null };
    }

    private static IEnumerable<StepDescription> InOrder(IEnumerable<StepDescription> steps) =>
        steps.Where(step => step.Type == StepKind.Cron).OrderBy(step => step.Name, StringComparer.Ordinal);

    private static async Task<CronReport> ReportAsync(StepDescription step, IGrainFactory grains, TimeProvider time)
    {
        var report = new CronReport(step.Name, step.Cron!, step.TimeZone, step.CatchUp, step.Overlap, null, null);
        try
        {
            var status = await grains.Cron(step.Name).Read().WaitAsync(Patience, time);
            return report with { Next = status.Next, Last = status.Last is { } last ? CronLine.Of(last) : null };
        }
        catch (TimeoutException)
        {
            return report with { Error = $"Its schedule did not answer within {Patience.TotalSeconds} s." };
        }
        catch (Exception exception)
        {
            // Somebody looks here when something is broken: the others are shown all the same.
            return report with { Error = exception.Message };
        }
    }

    private static async Task<object> ReadLedgerAsync(HttpRequest request, CatalogSnapshot catalog, IGrainFactory grains)
    {
        var paging = Paging.Parse(request);
        var step = StepOf(request, "GET /__motia/cron/ledger?step=NAME");
        var after = paging.AfterNumber();
        var page = await AskAsync(step, () => grains.Cron(step).ReadLedger(after, paging.Limit), "Ask again; if it stays so, look at /__motia/logs.");
        return page.Entries.Length > 0 || IsLoaded(step, catalog)
            ? new { step, ledger = page.Entries.Select(CronLine.Of), next = Paging.NextOf(page.Next) }
            : throw new ControlException($"No cron step \"{step}\" is loaded, and none has left a ledger. /__motia/cron lists those that are.", StatusCodes.Status404NotFound);
    }

    private static async Task<object> RunAsync(HttpRequest request, CatalogSnapshot catalog, IGrainFactory grains)
    {
        var step = StepOf(request, "POST /__motia/cron/run?step=NAME");
        if (!IsLoaded(step, catalog))
        {
            throw new ControlException($"No cron step \"{step}\" is loaded. /__motia/cron lists those that are.", StatusCodes.Status404NotFound);
        }

        var answer = await AskAsync(
            step, () => grains.Cron(step).RunNow(), "The run may be noted all the same, and then happens: look at /__motia/cron/ledger before you repeat the call.");
        return answer.Outcome switch
        {
            QueueOutcome.Done => new { step, deliveryId = answer.DeliveryId, traceId = answer.TraceId },
            QueueOutcome.Missing => throw new ControlException(
                $"The schedule of \"{step}\" is in a silo that has not got the step, and moves to one that has. Nothing was run; repeat the call in some seconds.", StatusCodes.Status503ServiceUnavailable),
            _ => throw new ControlException(answer.Message!, StatusCodes.Status503ServiceUnavailable),
        };
    }

    private static async Task<T> AskAsync<T>(string step, Func<Task<T>> ask, string advice)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception)
        {
            // In a cluster that has just lost a silo the message has a stack behind it.
            throw new ControlException(
                $"The schedule of \"{step}\" does not answer: {exception.Message.Split('\n')[0]} {advice}", StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static string StepOf(HttpRequest request, string form) =>
        request.Parameter("step") ?? throw new ControlException($"\"step\" must be in the query, once and with a name, but is there {request.Query["step"].Count(name => name?.Length > 0)} times with one: {form}.");

    private static bool IsLoaded(string step, CatalogSnapshot catalog) => catalog.Steps.Any(one => one.Type == StepKind.Cron && one.Name == step);
}
