using System.Text.Json;
using Microsoft.Extensions.Logging;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>The code of one file in a runner.</summary>
internal sealed class RunnerStep(RunnerGeneration generation, string file)
{
    // Who asks has given up by then.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);

    /// <summary>Calls a step's handler.</summary>
    /// <param name="context">The run.</param>
    /// <param name="kind">What is called.</param>
    /// <param name="requests">Answers what it asks for.</param>
    /// <param name="state">What the rest of the meta is written of.</param>
    /// <param name="write">Writes the rest of the meta.</param>
    /// <param name="body">The input.</param>
    public async Task<RunnerMessage> CallAsync<T>(
        RunContext context, string kind, IRunnerRequests requests, T state, Action<Utf8JsonWriter, T> write, ReadOnlyMemory<byte> body)
    {
        var (began, timeout) = (generation.Time.GetTimestamp(), context.Step.Timeout);
        var call = new RunnerCall(file, timeout, context.Logger, requests)
        {
            Began = began,
            WhyCancelled = () => !context.IsCancelled ? "stopping" : generation.Time.GetElapsedTime(began) >= timeout ? "timeout" : "gone",
        };
        var cancelled = context.CancellationToken;
        try
        {
            return await generation.CallAsync(call, Meta(kind, context.TraceId, state, write), body, cancelled);
        }
        catch (RunnerFailureException failure) when (failure.Code == nameof(EmitError.Overloaded))
        {
            throw new EmitException(EmitError.Overloaded, failure.Message, failure);
        }
        catch (RunnerFailureException failure) when (cancelled.IsCancellationRequested && failure.Name is "AbortError" or "CancelledError")
        {
            throw new OperationCanceledException(failure.Message, failure, cancelled);
        }
    }

    /// <summary>Calls code that belongs to no step's run.</summary>
    /// <exception cref="TimeoutException">It did not answer; that it is slow harms nobody else.</exception>
    public async Task<RunnerMessage> AskAsync<T>(string kind, ILogger logger, T state, Action<Utf8JsonWriter, T> write, ReadOnlyMemory<byte> body)
    {
        var call = new RunnerCall(file, AnswerLimit, logger, null) { Began = generation.Time.GetTimestamp() };
        using var limit = new CancellationTokenSource(AnswerLimit, generation.Time);
        return await generation.CallAsync(call, Meta(kind, "", state, write), body, limit.Token);
    }

    private ReadOnlyMemory<byte> Meta<T>(string kind, string traceId, T state, Action<Utf8JsonWriter, T> write) =>
        MetaJson.Write((file, kind, traceId, state, write), static (json, call) =>
        {
            json.WriteString("file"u8, call.file);
            json.WriteString("kind"u8, call.kind);
            json.WriteString("traceId"u8, call.traceId);
            call.write(json, call.state);
        });
}
