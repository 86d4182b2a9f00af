using System.Text;
using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Schemas;

namespace Motia.Silo.Events;

/// <summary>Checks what is delivered to a step before its handler gets it.</summary>
internal static class EventChecks
{
    /// <summary>Demands that a cron step gets ticks and an event step events.</summary>
    /// <exception cref="RejectedEventException">It was the other when this was delivered.</exception>
    public static void DemandKind(EventDelivery delivery, bool isCron)
    {
        if ((delivery.Topic == CronTicks.Topic) != isCron)
        {
            throw new RejectedEventException(isCron
                ? $"The step is a cron step by now and handles no events; this one is of the topic \"{delivery.Topic}\"."
                : "The step is an event step by now and has no schedule; this was a tick of it.");
        }
    }

    /// <summary>Demands that data satisfy a schema.</summary>
    /// <exception cref="RejectedEventException">They do not.</exception>
    public static void DemandValid(ReadOnlyMemory<byte> data, JsonSchema schema)
    {
        if (Validate(data, schema) is { Count: > 0 } errors)
        {
            throw new RejectedEventException(Describe(errors));
        }
    }

    public static IReadOnlyList<SchemaError> Validate(ReadOnlyMemory<byte> data, JsonSchema schema)
    {
        using var document = JsonDocument.Parse(data, MotiaJson.DocumentOptions);
        return schema.Validate(document.RootElement);
    }

    public static string Describe(IReadOnlyList<SchemaError> errors)
    {
        var text = new StringBuilder("The data do not satisfy the step's input schema:");
        foreach (var error in errors)
        {
            text.Append(' ').Append(error.Path.Length == 0 ? "the data" : error.Path).Append(' ').Append(error.Message.TrimEnd('.')).Append('.');
        }

        return text.ToString();
    }
}
