using Microsoft.Extensions.Logging;
using Motia;

namespace Sample.Messages;

/// <summary>Handles each message that was sent. A handler that throws is run again, by default three times, and then its event is a dead letter.</summary>
public static class ProcessMessage
{
    public static readonly EventStep Config = new()
    {
        Name = "ProcessMessage",
        Subscribes = ["message.sent"],
        Flows = ["messages"],
    };

    public static async Task Handler(MessageSent sent, StepContext context)
    {
        // An event may come twice after a crash, so its id is the key: the second time writes the same.
        var words = sent.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        await context.State.SetAsync("messages", sent.Id, new Message(sent.Id, sent.Text, words));
        context.Logger.LogInformation("Processed a message of {Words} words.", words);
    }
}
