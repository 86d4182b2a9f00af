namespace Motia;

/// <summary>Middleware as a class. Registered in <c>Startup</c> or the host's services it runs around every api step of the project, in the order of registration.
/// One step takes it with <see cref="Middleware.Of{T}"/>.</summary>
public interface IApiMiddleware
{
    /// <inheritdoc cref="ApiMiddleware"/>
    Task<ApiResponse> InvokeAsync(ApiRequest request, StepContext context, ApiNext next);
}
