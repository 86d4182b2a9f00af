using System.Reflection;
using Motia.Grains;

namespace Motia.Silo.Steps;

/// <summary>The rules for what a handler takes and returns, by kind of step.</summary>
internal static class HandlerShape
{
    private static readonly Type[] ApiResults = [typeof(ApiResponse), typeof(Task<ApiResponse>), typeof(ValueTask<ApiResponse>)];
    private static readonly Type[] BackgroundResults = [typeof(void), typeof(Task), typeof(ValueTask)];

    /// <summary>Checks a handler's first parameter and result.</summary>
    /// <exception cref="InvalidStepException">It breaks a rule.</exception>
    public static void Check(MethodInfo method, StepKind kind)
    {
        var parameters = method.GetParameters();
        var isRight = kind switch
        {
            StepKind.Api => parameters is [var request, ..] && IsRequest(request.ParameterType) && ApiResults.Contains(method.ReturnType),
            StepKind.Event => parameters is [var input, ..] && input.ParameterType != typeof(StepContext) && BackgroundResults.Contains(method.ReturnType),
            _ => parameters is [var context, ..] && context.ParameterType == typeof(StepContext) && BackgroundResults.Contains(method.ReturnType),
        };
        if (!isRight)
        {
            throw new InvalidStepException($"\"Handler\" is {Describe(method)}; {Allowed(kind)}", isAboutHandler: true);
        }
    }

    /// <summary>The body type of an api handler; null if it takes the untyped request.</summary>
    public static Type? BodyType(MethodInfo apiHandler) =>
        apiHandler.GetParameters()[0].ParameterType is { IsGenericType: true } typed ? typed.GetGenericArguments()[0] : null;

    private static bool IsRequest(Type type) =>
        type == typeof(ApiRequest) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiRequest<>));

    private static string Allowed(StepKind kind) => kind switch
    {
        StepKind.Api => "an api step's takes (ApiRequest<TBody> or ApiRequest request, then as needed StepContext context, services …) and returns ApiResponse, Task<ApiResponse> or ValueTask<ApiResponse>.",
        StepKind.Event => "an event step's takes (TInput input, then as needed StepContext context, services …) and returns void, Task or ValueTask.",
        _ => "a cron step's takes (StepContext context, then as needed services …) and returns void, Task or ValueTask.",
    };

    private static string Describe(MethodInfo method) =>
        $"{TypeNames.Of(method.ReturnType)} Handler({string.Join(", ", method.GetParameters().Select(parameter => $"{TypeNames.Of(parameter.ParameterType)} {parameter.Name}"))})";
}
