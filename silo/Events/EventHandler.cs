using System.Text.Json;
using System.Text.Json.Nodes;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Schemas;
using Motia.Silo.Steps;

namespace Motia.Silo.Events;

/// <summary>How one C# event step handles an event: validation, then the handler. A cron step's handler takes no data.</summary>
internal sealed class EventHandler : IEventHandler
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

    public Task HandleAsync(EventDelivery delivery, EventContext context)
    {
        EventChecks.DemandKind(delivery, isCron: _inputType is null);
        return _handler.Invoke(_inputType is null ? null : Read(delivery.Data, _inputType, _schema!), context) switch
        {
            Task task => task,
            ValueTask task => task.AsTask(),
            _ => Task.CompletedTask,
        };
    }

    private object? Read(ReadOnlyMemory<byte> data, Type inputType, JsonSchema schema)
    {
        if (_isCheckedFirst)
        {
            EventChecks.DemandValid(data, schema);
        }

        try
        {
            return JsonSerializer.Deserialize(data.Span, inputType, MotiaJson.Options)
                ?? (schema.IsValid(JsonElement.Parse("null")) ? null : throw new RejectedEventException(EventChecks.Describe(schema.Validate(JsonElement.Parse("null")))));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new RejectedEventException(EventChecks.Validate(data, schema) is { Count: > 0 } details ? EventChecks.Describe(details) : $"The data cannot be read as {inputType.Name}: {exception.Message}");
        }
    }
}
