using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Api;

/// <summary>Runs api handlers: gives them their context, their time, and an answer when they fail.</summary>
internal sealed class ApiRunner(StepHost host, IHostEnvironment environment)
{
    private readonly ConcurrentDictionary<string, ApiContext> _running = new(StringComparer.Ordinal);
    private readonly AnswerErrors _errors = new(environment.IsDevelopment());

    /// <summary>The context of a request whose step's module was entered.</summary>
    public ApiContext Begin(LoadedStep step, ApiCall call) => new(this, host, step, call);

    /// <summary>Runs one request. Its module was entered by the caller and is left here.</summary>
    public Task<ApiAnswer> RunAsync(ApiContext context)
    {
        context.Began = host.Traces.BeginApiRun();

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
            var now = host.Time.GetUtcNow().UtcDateTime;
            host.Traces.Add(new(
                context.TraceId,
                status >= 500 ? RunNoteKind.Failed : RunNoteKind.Done,
                context.Step.Description.Name,
                "",
                "",
                now,
                context.Began ?? now,
                1,
                status >= 500 ? $"It was answered with {status}; the log has the exception." : null));
        }
    }

    private async Task<ApiAnswer> FinishAsync(ApiContext context, Task<ApiAnswer> answer)
    {
        var result = await WaitAsync(context, answer);
        Note(context, result.Status);
        return result;
    }

    private async Task<ApiAnswer> WaitAsync(ApiContext context, Task<ApiAnswer> answer)
    {
        var timeout = context.Step.Timeout;
        try
        {
            return await answer.WaitAsync(timeout, host.Time);
        }
        catch (TimeoutException) when (answer.IsCompletedSuccessfully)
        {
            // It ended just then.
            return await answer;
        }
        catch (TimeoutException) when (!answer.IsCompleted)
        {
            context.Cancel();
            context.Logger.HandlerTimedOut(timeout.TotalSeconds);
            return _errors.Internal(context.TraceId);
        }
        catch (BadBodyException exception)
        {
            return AnswerErrors.BadRequest(exception.Message);
        }
        catch (EmitException exception) when (exception.Code == EmitError.Overloaded)
        {
            return AnswerErrors.Unavailable;
        }
        catch (StepUnavailableException exception)
        {
            context.Logger.HandlerUnavailable(exception);
            return AnswerErrors.Unavailable;
        }
        catch (OperationCanceledException) when (context.IsCancelled)
        {
            context.Logger.HandlerCancelled();
            return _errors.Internal(context.TraceId);
        }
        catch (OperationCanceledException) when (host.Stopping.IsCancellationRequested)
        {
            context.Logger.HandlerStopped();
            return AnswerErrors.Unavailable;
        }
        catch (Exception exception)
        {
            context.Logger.HandlerFailed(exception);
            return _errors.Internal(context.TraceId);
        }
        finally
        {
            _running.TryRemove(context.TraceId, out _);

            // A handler that ran out of time may still be running; its services live until it returns.
            _ = answer.IsCompleted ? context.ReleaseAsync() : answer.ContinueWith(_ => context.ReleaseAsync(), TaskScheduler.Default);
        }
    }
}
