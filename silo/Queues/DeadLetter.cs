using System.Text.Json;
using Motia.Silo.Json;

namespace Motia.Silo.Queues;

/// <summary>A delivery that failed at its last attempt, with all that is known of it; kept as JSON, as the control surface shows it.</summary>
/// <param name="Id">The delivery's id.</param>
/// <param name="Step">The step.</param>
/// <param name="Topic">The topic.</param>
/// <param name="TraceId">The run.</param>
/// <param name="MessageGroupId">The message group.</param>
/// <param name="Emitted">When the event was emitted, UTC.</param>
/// <param name="Died">When the last attempt had failed, UTC.</param>
/// <param name="Data">The data.</param>
/// <param name="Attempts">The attempts that failed, with their errors.</param>
internal sealed record DeadLetter(
    string Id, string Step, string Topic, string TraceId, string MessageGroupId, DateTime Emitted, DateTime Died, JsonElement Data, IReadOnlyList<FailedAttempt> Attempts)
{
    // The data are one level deeper here than they were.
    private static readonly JsonSerializerOptions Options = new(MotiaJson.Options) { MaxDepth = MotiaJson.Options.MaxDepth + 1 };

    public static byte[] Encode(string step, InboxEntry entry, DateTime died)
    {
        var delivery = entry.Delivery;
        return JsonSerializer.SerializeToUtf8Bytes(
            new DeadLetter(
                delivery.Id,
                step,
                delivery.Topic,
                delivery.TraceId,
                delivery.Group,
                delivery.Emitted,
                died,
                JsonElement.Parse(delivery.Data.Span, MotiaJson.DocumentOptions),
                entry.Failures),
            Options);
    }

    public static string TopicOf(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = Options.MaxDepth });
        return document.RootElement.GetProperty("topic").GetString()!;
    }

    /// <summary>The inbox entry of a dead letter that is to run again.</summary>
    public static InboxEntry Reopen(ReadOnlySpan<byte> json)
    {
        var letter = JsonSerializer.Deserialize<DeadLetter>(json, Options)!;
        return new(new(letter.Id, letter.Topic, letter.TraceId, letter.MessageGroupId, JsonSerializer.SerializeToUtf8Bytes(letter.Data, MotiaJson.Options), letter.Emitted))
        {
            Failures = [.. letter.Attempts],
        };
    }
}
