namespace Motia;

/// <summary>Runs around an api handler: may change the request, answer without calling <paramref name="next"/>, or change the answer.</summary>
/// <param name="request">The request; what is changed here is seen by what follows.</param>
/// <param name="context">The run's context.</param>
/// <param name="next">Runs what follows: the next middleware, then validation and the handler.</param>
/// <returns>The answer.</returns>
public delegate Task<ApiResponse> ApiMiddleware(ApiRequest request, StepContext context, ApiNext next);
