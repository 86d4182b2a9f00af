using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Tests.Steps;

public sealed class HandlerShapeTests
{
    [Theory]
    [InlineData(StepKind.Api, nameof(Handlers.Request))]
    [InlineData(StepKind.Api, nameof(Handlers.RequestThenService))]
    [InlineData(StepKind.Event, nameof(Handlers.Input))]
    [InlineData(StepKind.Event, nameof(Handlers.InputThenService))]
    [InlineData(StepKind.Cron, nameof(Handlers.Context))]
    public void Check_FirstParameterOnly_IsEnough(StepKind kind, string method) => HandlerShape.Check(typeof(Handlers).GetMethod(method)!, kind);

    [Theory]
    [InlineData(StepKind.Api, nameof(Handlers.Context))]
    [InlineData(StepKind.Api, nameof(Handlers.Input))]
    [InlineData(StepKind.Event, nameof(Handlers.Context))]
    [InlineData(StepKind.Cron, nameof(Handlers.Input))]
    public void Check_AnotherFirstParameter_IsRefused(StepKind kind, string method)
    {
        var mistake = Assert.Throws<InvalidStepException>(() => HandlerShape.Check(typeof(Handlers).GetMethod(method)!, kind));
        Assert.Contains("StepContext context", mistake.Message, StringComparison.Ordinal);
    }

    private static class Handlers
    {
        public static ApiResponse Request(ApiRequest request) => ApiResponse.Json(200, request.Path);

        public static Task<ApiResponse> RequestThenService(ApiRequest<string> request, TimeProvider time) => Task.FromResult(ApiResponse.Json(200, $"{request.Body} {time}"));

        public static void Input(string input) => ArgumentNullException.ThrowIfNull(input);

        public static ValueTask InputThenService(string input, TimeProvider time) => new(Task.FromResult($"{input} {time}"));

        public static void Context(StepContext context) => ArgumentNullException.ThrowIfNull(context);
    }
}
