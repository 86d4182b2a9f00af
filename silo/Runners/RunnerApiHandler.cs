using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Motia.Grains;
using Motia.Silo.Api;
using Motia.Silo.Json;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>How an api step in a runner answers. Its body goes there as the bytes that came, and is taken apart here only for its schema.</summary>
/// <param name="step">Its code.</param>
/// <param name="host">What every run gets.</param>
/// <param name="schema">Checks bodies; null if they are not checked.</param>
/// <param name="hasMiddleware">Whether the runner has middleware to run before bodies are checked.</param>
internal sealed class RunnerApiHandler(RunnerStep step, StepHost host, RequestReader? schema, bool hasMiddleware) : IApiHandler
{
    public Task<ApiAnswer> AnswerAsync(CallRequest request, ApiContext context)
    {
        if (request.Kind == BodyKind.Json)
        {
            ParsedBody.DemandJson(request.RawBytes.Span);
        }

        return schema is not null && !hasMiddleware && schema.Read(request, out _) is { } refusal ? Task.FromResult(refusal) : CallAsync(request, context);
    }

    private async Task<ApiAnswer> CallAsync(CallRequest request, ApiContext context)
    {
        var form = request.Kind is BodyKind.Form or BodyKind.Multipart ? Form(request) : default;
        var body = Body(request, context.Call, form);
        if (body.Length > FrameFormat.LargestBody)
        {
            return AnswerErrors.TooLarge(FrameFormat.LargestBody);
        }

        var requests = new RunnerRequests(context, host, schema is null ? null : left => Validate(request, left));
        var answer = await step.CallAsync(context, "api", requests, (request, context.Call, form.Length, validates: schema is not null && hasMiddleware), Write, body);
        return Answer(answer);
    }

    private static void Write(Utf8JsonWriter json, (CallRequest Request, ApiCall Call, int FormLength, bool Validates) run)
    {
        var (request, call, formLength, validates) = run;
        json.WriteString("method"u8, call.Method);
        json.WriteString("path"u8, call.Path);
        json.WriteStartObject("pathParams"u8);
        for (var i = 0; i + 1 < call.PathParams.Length; i += 2)
        {
            json.WriteString(call.PathParams[i], call.PathParams[i + 1]);
        }

        json.WriteEndObject();
        WriteValues(json, "queryParams", request.QueryParams);
        WriteHeaders(json, call);
        json.WriteString("bodyKind"u8, request.Kind.ToString().ToLowerInvariant());
        if (formLength > 0)
        {
            json.WriteNumber("formLength"u8, formLength);
        }

        if (validates)
        {
            json.WriteBoolean("validate"u8, true);
        }
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, StringValues> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, given) in values)
        {
            if (given.Count == 1)
            {
                json.WriteString(key, given[0]);
                continue;
            }

            json.WriteStartArray(key);
            foreach (var value in given)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // A header with several values has them one after the other.
    private static void WriteHeaders(Utf8JsonWriter json, ApiCall call)
    {
        json.WriteStartObject("headers"u8);
        var headers = call.Headers;
        for (var i = 0; i + 1 < headers.Length;)
        {
            var (name, last) = (headers[i].ToLowerInvariant(), i);
            while (last + 3 < headers.Length && headers[last + 2] == headers[i])
            {
                last += 2;
            }

            if (last == i)
            {
                json.WriteString(name, headers[i + 1]);
            }
            else
            {
                json.WriteStartArray(name);
                for (var at = i; at <= last; at += 2)
                {
                    json.WriteStringValue(headers[at + 1]);
                }

                json.WriteEndArray();
            }

            i = last + 2;
        }

        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, IReadOnlyList<ApiFile> files)
    {
        json.WriteStartArray("files"u8);
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, file.Name);
            json.WriteString("filename"u8, file.FileName);
            json.WriteString("contentType"u8, file.ContentType);
            json.WriteNumber("length"u8, file.Bytes.Length);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What a form says; it may be long, so it goes before what the body is and not into the meta.
    private static ReadOnlyMemory<byte> Form(CallRequest request) => MetaJson.Write(request, static (json, request) =>
    {
        json.WritePropertyName("fields"u8);
        request.Body!.WriteTo(json);
        WriteFiles(json, request.Files);
    });

    private static ReadOnlyMemory<byte> Body(CallRequest request, ApiCall call, ReadOnlyMemory<byte> form) => request.Kind switch
    {
        BodyKind.Form => Join([form, call.Body]),
        BodyKind.Multipart => Join([form, .. request.Files.Select(file => file.Bytes)]),

        // Of a character set of its own it becomes UTF-8.
        BodyKind.Text when call.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) == true => Encoding.UTF8.GetBytes(request.RawBody),
        _ => call.Body,
    };

    private static byte[] Join(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var all = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all.AsMemory(at));
            at += part.Length;
        }

        return all;
    }

    // What middleware left of the body is checked in the place of the one that came.
    private ReadOnlyMemory<byte> Validate(CallRequest request, ReadOnlyMemory<byte> body)
    {
        request.Body = System.Text.Json.Nodes.JsonNode.Parse(body.Span, documentOptions: MotiaJson.DocumentOptions);
        if (schema!.Read(request, out _) is not { } refusal)
        {
            return "null"u8.ToArray();
        }

        return MetaJson.Write(refusal, static (json, answer) =>
        {
            json.WriteNumber("status"u8, answer.Status);
            json.WriteStartObject("headers"u8);
            json.WriteString("content-type"u8, answer.ContentType);
            json.WriteEndObject();
            json.WritePropertyName("body"u8);
            json.WriteRawValue(answer.Body.Span);
        });
    }

    private static ApiAnswer Answer(RunnerMessage message)
    {
        var result = ResultMeta.Read(message.Meta.Span);
        var contentType = result.BodyKind switch
        {
            "none" => null,
            "json" => AnswerBuilder.Json,
            "text" => AnswerBuilder.Html,
            _ => AnswerBuilder.Binary,
        };
        return AnswerBuilder.Build(result.Status, result.Headers, message.Body, contentType);
    }
}
