using System.Text.Json;
using Microsoft.Extensions.Logging;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>The code of one file in a runner.</summary>
internal sealed class RunnerStep(RunnerGeneration generation, string file)
{
    /// <summary>How long code may take that belongs to no step's run. Who asks gives up much sooner: being slow is no reason to replace the process.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);

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
            return await generation.CallAsync(call, Meta(kind, context.TraceId, call.Timeout, state, write), body, cancelled);
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
    public Task<RunnerMessage> AskAsync<T>(string kind, TimeSpan timeout, ILogger logger, T state, Action<Utf8JsonWriter, T> write, ReadOnlyMemory<byte> body)
    {
        var call = new RunnerCall(file, timeout, logger, null) { Began = generation.Time.GetTimestamp() };
        return generation.CallAsync(call, Meta(kind, "", timeout, state, write), body, CancellationToken.None);
    }

    private ReadOnlyMemory<byte> Meta<T>(string kind, string traceId, TimeSpan timeout, T state, Action<Utf8JsonWriter, T> write) =>
        MetaJson.Write((file, kind, traceId, timeout, state, write), static (json, call) =>
        {
            json.WriteString("file"u8, call.file);
            json.WriteString("kind"u8, call.kind);
            json.WriteString("traceId"u8, call.traceId);
            json.WriteNumber("timeout"u8, (long)call.timeout.TotalMilliseconds);
            call.write(json, call.state);
        });
}
