using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Schemas;
using Motia.Silo.Steps;

namespace Motia.Silo.Events;

/// <summary>How one event step handles an event: validation, then the handler. A cron step's handler takes no data.</summary>
internal sealed class EventHandler
{
    private readonly StepHandler _handler;
    private readonly Type? _inputType;
    private readonly JsonSchema? _schema;
    private readonly bool _isCheckedFirst;

    /// <summary>Settles how events are read.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="inputType">The type of its input.</param>
    /// <param name="ownSchema">The schema its config gives; null if the type is the schema.</param>
    /// <param name="validates">Whether schemas are enforced.</param>
    public EventHandler(StepHandler handler, Type inputType, JsonNode? ownSchema, bool validates)
    {
        var ofType = TypeSchema.For(inputType, MotiaJson.Options);
        (_handler, _inputType) = (handler, inputType);
        _schema = ownSchema is not null ? JsonSchema.Parse(ownSchema.ToJsonString()) : ofType.Schema;
        _isCheckedFirst = validates && (ownSchema is not null || !ofType.EnforcedByDeserializer);
    }

    /// <summary>The handler of a cron step.</summary>
    public EventHandler(StepHandler handler) => _handler = handler;

    /// <summary>Handles an event.</summary>
    /// <exception cref="RejectedEventException">Its data are not what the step takes.</exception>
    public Task HandleAsync(EventDelivery delivery, EventContext context)
    {
        if ((delivery.Topic == CronTicks.Topic) != (_inputType is null))
        {
            throw new RejectedEventException(_inputType is null
                ? $"The step is a cron step by now and handles no events; this one is of the topic \"{delivery.Topic}\"."
                : "The step is an event step by now and has no schedule; this was a tick of it.");
        }

        return _handler.Invoke(_inputType is null ? null : Read(delivery.Data, _inputType, _schema!), context) switch
        {
            Task task => task,
            ValueTask task => task.AsTask(),
            _ => Task.CompletedTask,
        };
    }

    private object? Read(ReadOnlyMemory<byte> data, Type inputType, JsonSchema schema)
    {
        if (_isCheckedFirst && Validate(data, schema) is { Count: > 0 } errors)
        {
            throw new RejectedEventException(Describe(errors));
        }

        try
        {
            return JsonSerializer.Deserialize(data.Span, inputType, MotiaJson.Options)
                ?? (schema.IsValid(JsonElement.Parse("null")) ? null : throw new RejectedEventException(Describe(schema.Validate(JsonElement.Parse("null")))));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new RejectedEventException(Validate(data, schema) is { Count: > 0 } details ? Describe(details) : $"The data cannot be read as {inputType.Name}: {exception.Message}");
        }
    }

    private static IReadOnlyList<SchemaError> Validate(ReadOnlyMemory<byte> data, JsonSchema schema)
    {
        using var document = JsonDocument.Parse(data, MotiaJson.DocumentOptions);
        return schema.Validate(document.RootElement);
    }

    private static string Describe(IReadOnlyList<SchemaError> errors)
    {
        var text = new StringBuilder("The data do not satisfy the step's input schema:");
        foreach (var error in errors)
        {
            text.Append(' ').Append(error.Path.Length == 0 ? "the data" : error.Path).Append(' ').Append(error.Message);
        }

        return text.ToString();
    }
}
