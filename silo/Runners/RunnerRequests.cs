using System.Buffers;
using System.Text.Json;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.State;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>Answers what a step's handler asks for. Values go to and from the grains as the bytes that they are.</summary>
/// <param name="context">The run.</param>
/// <param name="host">What every run gets.</param>
/// <param name="validate">Checks the request's body as middleware left it; null if the run has none.</param>
internal sealed class RunnerRequests(RunContext context, StepHost host, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? validate) : IRunnerRequests
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();
    private readonly StateValues _state = new(host.Grains);
    private readonly RequestOrder _order = new();

    public Task<ReadOnlyMemory<byte>> AnswerAsync(RequestMeta request, ReadOnlyMemory<byte> body)
    {
        var group = request.Group ?? "";
        return request.Op switch
        {
            "emit" => EmitAsync(body),
            "validate" => Task.Run(() => (validate ?? throw new InvalidOperationException("This run has no request whose body could be validated."))(body)),
            "state.get" or "state.set" or "state.update" or "state.delete" or "state.getGroup" or "state.clear" =>
                _order.RunAsync(("", group), ItemOf(request, request.Key), () => OnStateAsync(request.Op, group, request.Key ?? "", body)),
            "stream.get" or "stream.set" or "stream.update" or "stream.delete" or "stream.getGroup" or "stream.send" =>
                _order.RunAsync((request.Stream ?? "", group), ItemOf(request, request.Id), () => OnStreamAsync(request, group, body)),
            _ => throw new InvalidOperationException($"\"{request.Op}\" is nothing that a handler can ask for."),
        };
    }

    private static string? ItemOf(RequestMeta request, string? named) => request.IsAboutGroup ? null : named ?? "";

    private async Task<ReadOnlyMemory<byte>> EmitAsync(ReadOnlyMemory<byte> body)
    {
        await context.EmitAsync(EmittedEvents.Parse(body));
        return default;
    }

    private async Task<ReadOnlyMemory<byte>> OnStateAsync(string op, string group, string key, ReadOnlyMemory<byte> body)
    {
        switch (op)
        {
            case "state.get":
                return await _state.GetAsync(group, key) ?? Null;
            case "state.set":
                await _state.SetAsync(group, key, body);
                return body;
            case "state.update":
                return await _state.UpdateAsync(group, key, body) ?? Null;
            case "state.delete":
                return await _state.DeleteAsync(group, key) ?? Null;
            case "state.getGroup":
                return List(await _state.GetGroupAsync(group));
            default:
                await _state.ClearAsync(group);
                return default;
        }
    }

    private async Task<ReadOnlyMemory<byte>> OnStreamAsync(RequestMeta request, string group, ReadOnlyMemory<byte> body)
    {
        var (items, id) = (host.Streams.ItemsOf(request.Stream ?? ""), request.Id ?? "");
        switch (request.Op)
        {
            case "stream.get":
                return await items.GetAsync(group, id) ?? Null;
            case "stream.set":
                return await items.SetAsync(group, id, body) ?? Null;
            case "stream.update":
                return await items.UpdateAsync(group, id, body) ?? Null;
            case "stream.delete":
                return await items.DeleteAsync(group, id) ?? Null;
            case "stream.getGroup":
                return List(await items.GetGroupAsync(group));
            default:
                await items.SendAsync(group, request.Id, ReadEvent(body, out var data), data);
                return default;
        }
    }

    private static string ReadEvent(ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(body, MotiaJson.DocumentOptions);
        var isEvent = document.RootElement is { ValueKind: JsonValueKind.Object };
        if (!isEvent || !document.RootElement.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            throw new StreamException(StreamError.Invalid, "The event has no \"type\" that is text; it must be { type, data }.");
        }

        data = document.RootElement.TryGetProperty("data", out var given) ? JsonSerializer.SerializeToUtf8Bytes(given, MotiaJson.Options) : Null;
        return type.GetString()!;
    }

    private static ReadOnlyMemory<byte> List(IReadOnlyList<StateItem> items)
    {
        var list = new ArrayBufferWriter<byte>(items.Sum(item => item.Value.Length + 1) + 2);
        list.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            list.Write(i == 0 ? default : ","u8);
            list.Write(items[i].Value.Span);
        }

        list.Write("]"u8);
        return list.WrittenMemory;
    }
}
