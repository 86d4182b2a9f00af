using Microsoft.Extensions.Logging;
using Motia.Silo.Runners.Protocol;

namespace Motia.Silo.Runners;

/// <summary>A call of project code.</summary>
/// <param name="File">The full path of the file whose code is called.</param>
/// <param name="Timeout">The time it has.</param>
/// <param name="Logger">Where its log lines go.</param>
/// <param name="Requests">Answers what it asks for; null if it may ask for nothing.</param>
internal sealed record RunnerCall(string File, TimeSpan Timeout, ILogger Logger, IRunnerRequests? Requests)
{
    private readonly TaskCompletionSource<RunnerMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it is a step's run, and no question to the project's code.</summary>
    public bool IsRun => Requests is not null;

    /// <summary>When it began, as the host's clock counts.</summary>
    public long Began { get; init; }

    /// <summary>Why it is cancelled, at the time when it is: <c>timeout</c>, <c>gone</c> (nobody waits for its answer any more) or <c>stopping</c> (the silo stops; it may end).</summary>
    public Func<string> WhyCancelled { get; init; } = () => "timeout";

    /// <summary>Called when it has ended, before who waits for its answer goes on.</summary>
    public Action? OnEnded { get; set; }

    /// <summary>Its Result.</summary>
    public Task<RunnerMessage> Answer => _answer.Task;

    /// <summary>Ends it with what the runner answered.</summary>
    public void End(RunnerMessage answer)
    {
        OnEnded?.Invoke();
        if (answer.Kind == FrameKind.Result)
        {
            _answer.TrySetResult(answer);
            return;
        }

        ErrorMeta? error;
        try
        {
            error = answer.ReadMeta<FailedMeta>().Error;
        }
        catch (RunnerProtocolException exception)
        {
            error = new(null, $"It failed, and how cannot be read: {exception.Message}");
        }

        _answer.TrySetException(new RunnerFailureException(error?.Name ?? "Error", error?.Message ?? "", error?.Stack, error?.Code));
    }

    /// <summary>Ends it because no answer will come.</summary>
    public void Lose(Exception reason)
    {
        OnEnded?.Invoke();
        _answer.TrySetException(reason);
    }
}
