using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Motia.Silo.Logs;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>Asks <c>streamAuth.authenticate</c> of the project's config in a runner who connects to the streams.</summary>
/// <param name="code">The config; null if it could not be loaded, when nobody is let in.</param>
/// <param name="host">What every run gets.</param>
/// <param name="name">The config's file, for people.</param>
internal sealed class RunnerAuthenticator(RunnerStep? code, StepHost host, string name) : IStreamAuthenticator
{
    /// <summary>Whether it lets nobody in.</summary>
    public bool Refuses => code is null;

    /// <summary>Whether a newer config tells who connects; this one, whose runner still serves steps, then has nothing to say.</summary>
    public bool IsSuperseded { get; set; }

    public async ValueTask<object?> AuthenticateAsync(StreamConnection connection)
    {
        if (IsSuperseded)
        {
            return null;
        }

        if (code is null)
        {
            throw new InvalidOperationException($"{name} could not be loaded, so that nobody can tell who connects; mend it.");
        }

        var answer = await code.AskAsync("authenticate", new StepLogger(host.Loggers, "", name), connection, Write, default);
        using var auth = answer.Body.IsEmpty ? null : JsonDocument.Parse(answer.Body);
        return auth is null || auth.RootElement.ValueKind == JsonValueKind.Null ? null : auth.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter json, StreamConnection connection)
    {
        json.WriteString("url"u8, connection.Url);
        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in connection.Headers)
        {
            Write(json, name.ToLowerInvariant(), values);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, StringValues values)
    {
        if (values.Count == 1)
        {
            json.WriteString(name, values[0]);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
