using System.Globalization;
using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>Finds deliveries by their ids.</summary>
internal static class DeliverySearch
{
    /// <summary>The step that a delivery belongs to, which its id tells by ending with the subscription's number; null if there is none.</summary>
    public static async Task<string?> StepOfAsync(IGrainFactory grains, string id)
    {
        var dot = id.LastIndexOf('.');
        return dot > 0 && int.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (await grains.Subscriptions().Read()).FirstOrDefault(one => one.Number == number)?.Step
            : null;
    }

    /// <summary>The lanes that may have a delivery; the first has it if the queue is a standard one. In a fifo queue that depends on the message group, which an id does not tell.</summary>
    public static async Task<IEnumerable<IEventStepGrain>> LanesOfAsync(IGrainFactory grains, string id) =>
        await StepOfAsync(grains, id) is { } step ? LanesOf(grains, step, id) : [];

    /// <summary>Finds a delivery that has not ended, or is dead; null if no lane of the step has it.</summary>
    public static async Task<FoundDelivery?> FindAsync(IGrainFactory grains, string step, string id)
    {
        var lanes = LanesOf(grains, step, id).ToArray();
        return await FindAsync(lanes[0], id) ?? (await Task.WhenAll(lanes[1..].Select(lane => FindAsync(lane, id)))).FirstOrDefault(found => found is not null);
    }

    private static async Task<FoundDelivery?> FindAsync(IEventStepGrain lane, string id) =>
        await lane.Find(id) is { } delivery ? new(delivery, default)
        : await lane.ReadDeadLetter(id) is { IsEmpty: false } letter ? new(null, letter)
        : null;

    private static IEnumerable<IEventStepGrain> LanesOf(IGrainFactory grains, string step, string id)
    {
        var likely = Lanes.Of(id);
        return Lanes.All.OrderBy(lane => lane != likely).Select(lane => grains.Lane(step, lane));
    }
}
