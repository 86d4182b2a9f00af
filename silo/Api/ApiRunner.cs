using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Motia.Grains;
using Motia.Silo.Steps;
using Motia.Silo.Traces;

namespace Motia.Silo.Api;

/// <summary>Runs api handlers: gives them their context, their time, and an answer when they fail.</summary>
internal sealed class ApiRunner
{
    private readonly ConcurrentDictionary<string, ApiContext> _running = new(StringComparer.Ordinal);
    private readonly StepHost _host;
    private readonly AnswerErrors _errors;

    public ApiRunner(StepHost host, IHostEnvironment environment)
    {
        (_host, _errors) = (host, new AnswerErrors(environment.IsDevelopment()));
        host.Stopping.UnsafeRegister(static runner => ((ApiRunner)runner!).Stop(), this);
    }

    /// <summary>The context of a request whose step's module was entered.</summary>
    public ApiContext Begin(LoadedStep step, ApiCall call) => new(this, _host, step, call);

    /// <summary>Runs one request. Its module was entered by the caller and is left here.</summary>
    public Task<ApiAnswer> RunAsync(ApiContext context)
    {
        context.Began = _host.Traces.BeginApiRun();

        // Before the handler begins: its client may leave while it has not waited for anything yet.
        _running.TryAdd(context.TraceId, context);
        Task<ApiAnswer> answer;
        try
        {
            answer = context.Step.Api!.AnswerAsync(new CallRequest(context.Call), context);
        }
        catch (Exception exception)
        {
            answer = Task.FromException<ApiAnswer>(exception);
        }

        // The common case, a handler that never had to wait, pays for no timer.
        if (answer.IsCompletedSuccessfully && context.HoldsNothing)
        {
            _running.TryRemove(context.TraceId, out _);
            Note(context, answer.Result.Status);
            context.Step.Module.Exit();
            return answer;
        }

        return FinishAsync(context, answer);
    }

    /// <summary>Cancels a request that has not ended; its client is gone.</summary>
    public void Cancel(string traceId)
    {
        if (_running.TryGetValue(traceId, out var context))
        {
            context.Cancel();
        }
    }

    private void Note(ApiContext context, int status)
    {
        if (context.Began is not null || status >= 500)
        {
            var now = _host.Time.GetUtcNow().UtcDateTime;
            _host.Traces.Add(new(
                context.TraceId,
                status >= 500 ? RunNoteKind.Failed : RunNoteKind.Done,
                context.Step.Description.Name,
                "",
                "",
                now,
                context.Began ?? now,
                1,
                status >= 500 ? RunError.Of(context.Failure ?? $"It was answered with {status}.") : null));
        }
    }

    private void Stop()
    {
        foreach (var context in _running.Values)
        {
            context.Stop();
        }
    }

    private async Task<ApiAnswer> FinishAsync(ApiContext context, Task<ApiAnswer> answer)
    {
        ApiAnswer result;
        try
        {
            result = await answer.WaitAsync(context.Step.Timeout, _host.Time);
        }
        catch (TimeoutException) when (!answer.IsCompleted)
        {
            context.Cancel();
            context.Logger.HandlerTimedOut(context.Step.Timeout.TotalSeconds);
            context.Failure = $"The handler ran out of its {context.Step.Timeout.TotalSeconds} seconds.";
            result = _errors.Internal(context.TraceId);
        }
        catch (TimeoutException) when (answer.IsCompletedSuccessfully)
        {
            // It ended just then.
            result = await answer;
        }
        catch (Exception exception)
        {
            result = AnswerOf(exception, context);
        }

        _running.TryRemove(context.TraceId, out _);

        // A handler that ran out of time may still be running; its services live until it returns.
        _ = answer.IsCompleted ? context.ReleaseAsync() : answer.ContinueWith(_ => context.ReleaseAsync(), TaskScheduler.Default);
        Note(context, result.Status);
        return result;
    }

    private ApiAnswer AnswerOf(Exception failure, ApiContext context)
    {
        switch (failure)
        {
            case BadBodyException:
                return AnswerErrors.BadRequest(failure.Message);
            case EmitException { Code: EmitError.Overloaded }:
                return AnswerErrors.Unavailable;
            case StepUnavailableException unavailable:
                context.Logger.HandlerUnavailable(unavailable);
                context.Failure = unavailable.Message;
                return AnswerErrors.Unavailable;
            case OperationCanceledException when context.IsCancelled:
                context.Logger.HandlerCancelled();
                return _errors.Internal(context.TraceId);
            case OperationCanceledException when _host.Stopping.IsCancellationRequested:
                context.Logger.HandlerStopped();
                return AnswerErrors.Unavailable;
            default:
                context.Logger.HandlerFailed(failure);
                context.Failure = failure.ToString();
                return _errors.Internal(context.TraceId);
        }
    }
}
