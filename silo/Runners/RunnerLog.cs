using System.Text.Json;
using Microsoft.Extensions.Logging;
using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Runners;

/// <summary>Writes the log lines of runners; the members of their arguments are the line's own, as with a C# step's.</summary>
internal static class RunnerLog
{
    public static void Write(ILogger logger, LogMeta line)
    {
        var level = line.Level switch
        {
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };
        if (logger.IsEnabled(level))
        {
            logger.Log(level, default, Arguments(line.Args), null, (_, _) => line.Message ?? "");
        }
    }

    private static IReadOnlyList<KeyValuePair<string, object?>> Arguments(JsonElement args) => args.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        JsonValueKind.Object => [.. args.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Plain(member.Value)))],
        _ => [KeyValuePair.Create("args", Plain(args))],
    };

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => value,
    };
}
