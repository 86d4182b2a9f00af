using Motia;

namespace Sample.Postcards;

/// <summary>Keeps a postcard that has come through all the other languages, in the state of its run.</summary>
public static class DeliverPostcard
{
    public static readonly EventStep Config = new()
    {
        Name = "DeliverPostcard",
        Subscribes = ["postcard.sorted"],
        Flows = ["postcards"],
    };

    public static Task Handler(Postcard postcard, StepContext context) =>
        context.State.SetAsync(context.TraceId, "postcard", postcard with { Through = [.. postcard.Through, "C#"] });
}
