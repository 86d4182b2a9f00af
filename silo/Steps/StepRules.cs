using System.Globalization;
using System.Text.RegularExpressions;
using Motia.Gateway.Routing;
using Motia.Grains;
using Motia.Silo.Cron;

namespace Motia.Silo.Steps;

/// <summary>The rules that every step's config obeys, whatever language it was written in. Each message tells the field, what was found and what is allowed.</summary>
internal static partial class StepRules
{
    public const int ApiTimeoutSeconds = 60;
    public const int BackgroundTimeoutSeconds = 300;

    /// <summary>What <see cref="IsName"/> allows.</summary>
    public const string NameRule = "a name has 1–128 characters, which are letters a–z and A–Z, digits, space and . _ - : /";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];

    /// <summary>What is wrong with one step; empty if nothing is.</summary>
    public static IEnumerable<string> Check(StepDescription step) =>
    [
        .. Name("name", step.Name),
        .. step.Flows.SelectMany(flow => Name("flows", flow)),
        .. step.Emits.SelectMany(emit => Name("emits", emit.Topic)),
        .. step.VirtualEmits.SelectMany(emit => Name("virtualEmits", emit.Topic)),
        .. (step.Subscribes ?? []).SelectMany(topic => Name("subscribes", topic)),
        .. step.VirtualSubscribes.SelectMany(topic => Name("virtualSubscribes", topic)),
        .. step.Type switch
        {
            StepKind.Api => Api(step),
            StepKind.Event => Event(step),
            StepKind.Cron => Cron(step),
            _ => [],
        },
        .. Infrastructure(step),
    ];

    /// <summary>The handler's time: what the config gives or the kind's default.</summary>
    public static TimeSpan Timeout(StepDescription step) =>
        TimeSpan.FromSeconds(step.Infrastructure?.Handler?.Timeout ?? (step.Type == StepKind.Api ? ApiTimeoutSeconds : BackgroundTimeoutSeconds));

    /// <summary>Whether a text may be the name of a step, a topic, a flow or a stream.</summary>
    public static bool IsName(string? text) => text is not null && NamePattern().IsMatch(text);

    /// <summary>A value as errors show it.</summary>
    public static string Quote(string? value) => value is null ? "nothing" : $"\"{value}\"";

    [GeneratedRegex(@"\A[A-Za-z0-9._\-:/ ]{1,128}\z")]
    private static partial Regex NamePattern();

    private static IEnumerable<string> Name(string field, string? value)
    {
        if (!IsName(value))
        {
            yield return $"\"{field}\" has {Quote(value)}; {NameRule}";
        }
    }

    private static IEnumerable<string> Api(StepDescription step)
    {
        if (!Methods.Contains(step.Method, StringComparer.Ordinal))
        {
            yield return $"\"method\" is {Quote(step.Method)}; it must be one of {string.Join(", ", Methods)}.";
        }

        if (RoutePattern.Parse(step.Path ?? "", out var error) is null)
        {
            yield return error!;
        }

        foreach (var status in (step.ResponseSchema?.Keys ?? []).Where(status => int.Parse(status, CultureInfo.InvariantCulture) is < 100 or > 599))
        {
            yield return $"\"responseSchema\" has the status {status}; a status is a number from 100 to 599.";
        }

        if (step.Infrastructure?.Queue is not null)
        {
            yield return "\"infrastructure\" has \"queue\"; only event steps have queues, an api step takes \"handler\" alone.";
        }
    }

    private static IEnumerable<string> Event(StepDescription step)
    {
        if (step.Subscribes is not { Count: > 0 })
        {
            yield return "\"subscribes\" is empty; an event step subscribes to at least one topic.";
        }
    }

    private static IEnumerable<string> Cron(StepDescription step)
    {
        if (CronExpression.Parse(step.Cron ?? "", out var error) is null)
        {
            yield return error!;
        }

        if (step.TimeZone is { } zone && !(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId))
        {
            yield return $"\"timeZone\" is {Quote(zone)}; it must be an IANA time zone such as Europe/Vienna.";
        }

        if (step.Infrastructure?.Queue is not null)
        {
            yield return "\"infrastructure\" has \"queue\"; only event steps have queues, a cron step takes \"handler\" alone.";
        }
    }

    private static IEnumerable<string> Infrastructure(StepDescription step)
    {
        var handler = step.Infrastructure?.Handler;
        if (handler?.Ram is < 128 or > 10240)
        {
            yield return $"\"infrastructure.handler.ram\" is {handler.Ram}; it must be a number of MB from 128 to 10240.";
        }

        if (handler?.Cpu is <= 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"\"infrastructure.handler.cpu\" is {handler.Cpu}; it must be above 0.");
        }

        if (handler?.Timeout is < 1 or > 900)
        {
            yield return $"\"infrastructure.handler.timeout\" is {handler.Timeout}; it must be a number of seconds from 1 to 900.";
        }

        if (step.Infrastructure?.Queue is not { } queue)
        {
            yield break;
        }

        if (queue.MaxRetries < 0)
        {
            yield return $"\"infrastructure.queue.maxRetries\" is {queue.MaxRetries}; it must be 0 or more.";
        }

        if (queue.DelaySeconds is < 0 or > 900)
        {
            yield return $"\"infrastructure.queue.delaySeconds\" is {queue.DelaySeconds}; it must be a number of seconds from 0 to 900.";
        }

        if (queue.Concurrency is < 1)
        {
            yield return $"\"infrastructure.queue.concurrency\" is {queue.Concurrency}; it must be 1 or more.";
        }

        if (queue.VisibilityTimeout <= Timeout(step).TotalSeconds)
        {
            yield return $"\"infrastructure.queue.visibilityTimeout\" is {queue.VisibilityTimeout}; it must be greater than the handler's timeout, which is {Timeout(step).TotalSeconds} seconds.";
        }
    }
}
