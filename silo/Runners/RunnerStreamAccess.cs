using System.Text.Json;
using Motia.Silo.Json;
using Motia.Silo.Logs;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>Asks a stream's <c>canAccess</c> in a runner.</summary>
internal sealed class RunnerStreamAccess(RunnerStep code, StepHost host)
{
    public async ValueTask<bool> CanAccessAsync(StreamSubscription subscription, object? auth)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(auth, auth?.GetType() ?? typeof(object), MotiaJson.Options);
        var answer = await code.AskAsync(
            "access",
            new StepLogger(host.Loggers, "", subscription.StreamName),
            subscription,
            static (json, one) =>
            {
                json.WriteStartObject("subscription"u8);
                json.WriteString("groupId"u8, one.GroupId);
                if (one.Id is { } id)
                {
                    json.WriteString("id"u8, id);
                }

                json.WriteEndObject();
            },
            body);
        return answer.Body.Span.SequenceEqual("true"u8);
    }
}
