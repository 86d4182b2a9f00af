using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Runners;

/// <summary>Tells a handler in a runner why a request failed.</summary>
internal static class RunnerErrors
{
    public static ReadOnlyMemory<byte> Write(Exception exception)
    {
        var (name, code) = exception switch
        {
            EmitException emit => ("EmitError", emit.Code.ToString()),
            StateException state => ("StateError", state.Code.ToString()),
            StreamException stream => ("StreamError", stream.Code.ToString()),
            OperationCanceledException => ("AbortError", "Cancelled"),
            TimeoutException => ("TimeoutError", "Unavailable"),
            _ => ("Error", "Invalid"),
        };
        return MetaJson.Write((name, code, exception.Message), static (json, error) =>
        {
            json.WriteStartObject("error"u8);
            json.WriteString("name"u8, error.name);
            json.WriteString("code"u8, error.code);
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        });
    }
}
