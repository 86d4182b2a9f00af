namespace Motia.Grains;

/// <summary>Runs an api step's middleware, validation and handler. Key: <see cref="GrainKeys.Step"/>.</summary>
[Alias("motia.api-step")]
public interface IApiStepGrain : IGrainWithStringKey
{
    /// <summary>Answers one HTTP request. Never throws for what the step does: a handler that fails is an answer with status 500.</summary>
    /// <param name="call">The request.</param>
    /// <param name="cancellationToken">Fires when the client is gone.</param>
    [Alias("HandleRequest")]
    [ResponseTimeout("00:16:00")]
    Task<ApiAnswer> HandleRequest(ApiCall call, CancellationToken cancellationToken);
}
