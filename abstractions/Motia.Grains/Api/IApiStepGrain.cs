using Orleans.Concurrency;

namespace Motia.Grains;

/// <summary>Runs an api step's middleware, validation and handler. Key: <see cref="GrainKeys.Step"/>.</summary>
[Alias("motia.api-step")]
public interface IApiStepGrain : IGrainWithStringKey
{
    /// <summary>Answers one HTTP request. Never throws for what the step does: a handler that fails is an answer with status 500.</summary>
    /// <param name="call">The request.</param>
    [Alias("HandleRequest")]
    [ResponseTimeout("00:16:00")]
    Task<ApiAnswer> HandleRequest(ApiCall call);

    /// <summary>Cancels a request that runs in the silo that is asked: its client is gone. Does nothing if it has ended.</summary>
    /// <remarks>A method, because a cancellation token does not reach the right one of several stateless workers (observed on Orleans 10.3.1).</remarks>
    /// <param name="traceId">The <see cref="ApiCall.TraceId"/> of the request.</param>
    [Alias("CancelRequest")]
    [AlwaysInterleave]
    Task CancelRequest(string traceId);
}
