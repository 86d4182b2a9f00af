using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Api;

/// <summary>How one C# api step answers: middleware, then validation, then the handler.</summary>
internal sealed class ApiHandler(StepHandler handler, ApiStep config, Type? bodyType, bool validates) : IApiHandler
{
    private readonly RequestReader _reader = RequestReader.For(bodyType, config.BodySchema, validates);

    public Task<ApiAnswer> AnswerAsync(CallRequest request, ApiContext context)
    {
        if (config.Middleware.Count == 0 && !context.HasMiddleware)
        {
            return _reader.Read(request, out var input) is { } refusal ? Task.FromResult(refusal) : ToAnswer(Call(input, context));
        }

        return AnswerThroughMiddlewareAsync(request, context);
    }

    private static Task<ApiAnswer> ToAnswer(Task<ApiResponse> response) =>
        response.IsCompletedSuccessfully ? Task.FromResult(AnswerBuilder.Build(response.Result)) : WaitAsync(response);

    private static async Task<ApiAnswer> WaitAsync(Task<ApiResponse> response) => AnswerBuilder.Build(await response);

    private Task<ApiResponse> Call(object input, ApiContext context) =>
        handler.Invoke(input, context) switch
        {
            Task<ApiResponse> task => task,
            ValueTask<ApiResponse> task => task.AsTask(),
            ApiResponse response => Task.FromResult(response),
            _ => throw new InvalidOperationException("The handler returned nothing; it must return an ApiResponse."),
        };

    private async Task<ApiAnswer> AnswerThroughMiddlewareAsync(CallRequest request, ApiContext context)
    {
        ApiAnswer? refusal = null;
        ApiNext next = () =>
        {
            refusal = _reader.Read(request, out var input);

            // Middleware sees a refusal as the answer it will be, and may replace it like any other.
            return refusal is null ? Call(input, context) : Task.FromResult(AnswerBuilder.Wrap(refusal));
        };
        foreach (var middleware in config.Middleware.Reverse())
        {
            var inner = next;
            next = () => middleware(request, context, inner);
        }

        foreach (var middleware in context.Middleware.Reverse())
        {
            var inner = next;
            next = () => middleware.InvokeAsync(request, context, inner);
        }

        return AnswerBuilder.Build(await next());
    }
}
