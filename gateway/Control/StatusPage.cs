using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Motia.Gateway.Catalog;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary><c>GET /__motia/</c>: steps, routes, streams, topics, errors and where to go on, as plain HTML.</summary>
internal static class StatusPage
{
    private static readonly (string Path, string Text)[] Links =
        [("catalog", "Catalog"), ("logs", "Logs"), ("state", "State"), ("streams", "Streams"), ("queues", "Queues"), ("deliveries", "Deliveries"), ("cron", "Cron"), ("dead-letters", "Dead letters"), ("traces", "Runs"), ("flows", "Flows"), ("grains", "Grains"), ("health/ready", "Ready")];

    public static void Map(IEndpointRouteBuilder control) =>
        control.MapGet("/", async (ICatalogSource source, IGrainFactory grains, TimeProvider time) =>
            TypedResults.Content(await RenderAsync(source, new(grains, time), CronEndpoints.StepsAsync(source.Current.Steps, grains, time)), "text/html; charset=utf-8"));

    // Somebody looks here when something is broken, so what can be shown is shown.
    private static async Task<string> RenderAsync(ICatalogSource source, LaneSurvey survey, Task<IReadOnlyList<CronReport>> cron)
    {
        try
        {
            return Render(source, await QueueEndpoints.QueuesAsync(survey, source.Current), await cron);
        }
        catch (ControlException exception)
        {
            return Render(source, new([], []), await cron, exception.Message);
        }
    }

    private static string Render(ICatalogSource source, QueueList list, IReadOnlyList<CronReport> cron, string problem = "")
    {
        var catalog = source.Current;
        var body = new StringBuilder();
        if (catalog.Errors.Count > 0)
        {
            Table(body, "Errors", ["File", "Line", "Error"], catalog.Errors.Select(error => new[] { error.File, $"{error.Line}", error.Message }), "error");
        }

        Table(body, "Routes", ["Method", "Path", "Step", "File"], catalog.Steps.Where(step => step.Type == StepKind.Api).OrderBy(step => step.Path, StringComparer.Ordinal).ThenBy(step => step.Method, StringComparer.Ordinal)
            .Select(step => new[] { step.Method!, step.Path!, step.Name, File(step, source) }));
        Table(body, "Other steps", ["Kind", "Step", "Takes", "File"], catalog.Steps.Where(step => step.Type != StepKind.Api)
            .Select(step => new[] { step.Type.ToString(), step.Name, step.Cron ?? string.Join(", ", step.Subscribes ?? step.VirtualSubscribes), File(step, source) }));
        Table(body, "Schedules", ["Step", "Expression", "Time zone", "Next tick (UTC)", "Last tick (UTC)"], cron.Select(one => new[]
        {
            one.Step, one.Cron, one.TimeZone ?? "the host's", one.Error ?? $"{one.Next:yyyy-MM-dd HH:mm:ss}", one.Last is { } last ? $"{last.Occurrence:yyyy-MM-dd HH:mm:ss} {last.Outcome}" : "none yet",
        }));
        Table(body, "Streams", ["Stream", "File"], catalog.Streams.Select(stream => new[] { stream.Name, source.IsStale(stream) ? $"{stream.File} (serving its last good version)" : stream.File }));
        if (problem.Length > 0)
        {
            body.Append("<p class=\"error\">").Append(WebUtility.HtmlEncode(problem)).Append("</p>");
        }

        RenderQueues(body, list);
        Table(body, "Topics", ["Topic", "Emitted by", "Subscribed by"], catalog.Topics.Select(topic => new[]
        {
            topic,
            Names(catalog, step => step.Emits.Concat(step.VirtualEmits).Any(emit => emit.Topic == topic)),
            Names(catalog, step => (step.Subscribes ?? []).Concat(step.VirtualSubscribes).Contains(topic)),
        }));
        body.Append("<h2>More</h2><p>").AppendJoin(" · ", Links.Select(link => $"<a href=\"{ControlSurface.Prefix}/{link.Path}\">{link.Text}</a>")).Append("</p>");
        return PageLayout.Render("Motia", body.ToString());
    }

    private static void RenderQueues(StringBuilder body, QueueList list)
    {
        string[] heads = ["Step", "Topic", "Type", "Waiting", "Running", "Retrying", "Dead", "Done"];
        var withDead = list.Queues.ToLookup(queue => queue.Dead > 0, Row);
        Table(body, "Queues", heads, withDead[false]);
        if (withDead.Contains(true))
        {
            Table(body, "Queues with dead letters", heads, withDead[true], "error");
        }

        if (list.Unreachable.Count > 0)
        {
            Table(body, "Not reached and not counted", ["Step", "Lane", "Error"], list.Unreachable.Select(lane => new[] { lane.Step, $"{lane.Lane}", lane.Error }), "error");
        }
    }

    private static string[] Row(QueueReport queue) =>
    [
        queue.IsLoaded ? queue.Step : $"{queue.Step} (not loaded)",
        queue.Topic,
        queue.Type,
        $"{queue.Waiting}",
        $"{queue.Running}",
        $"{queue.Retrying}",
        $"{queue.Dead}",
        $"{queue.Done}",
    ];

    private static string File(StepDescription step, ICatalogSource source) => source.IsStale(step) ? $"{step.File} (serving its last good version)" : step.File;

    private static string Names(CatalogSnapshot catalog, Func<StepDescription, bool> predicate) =>
        string.Join(", ", catalog.Steps.Where(predicate).Select(step => step.Name));

    private static void Table(StringBuilder page, string title, string[] heads, IEnumerable<string[]> rows, string style = "")
    {
        page.Append("<h2>").Append(title).Append("</h2>");
        var empty = true;
        foreach (var row in rows)
        {
            if (empty)
            {
                page.Append("<table><tr>").AppendJoin("", heads.Select(head => $"<th>{head}</th>")).Append("</tr>");
                empty = false;
            }

            page.Append("<tr class=\"").Append(style).Append("\">").AppendJoin("", row.Select(cell => $"<td>{WebUtility.HtmlEncode(cell)}</td>")).Append("</tr>");
        }

        page.Append(empty ? "<p class=\"quiet\">None.</p>" : "</table>");
    }
}
