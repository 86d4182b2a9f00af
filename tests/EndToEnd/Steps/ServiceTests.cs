using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Steps;

/// <summary>Services from <c>Startup</c>, and the order of middleware.</summary>
public sealed class ServiceTests(ServiceTests.Shared shared) : IClassFixture<ServiceTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Write("steps/Startup.cs", """
                using Microsoft.Extensions.DependencyInjection;
                using Motia;

                public static class Startup
                {
                    public static void Configure(IServiceCollection services)
                    {
                        services.AddSingleton<Counter>();
                        services.AddScoped<PerRun>();
                        services.AddKeyedSingleton<Counter>("other", (_, _) => new Counter { Value = 100 });
                        services.AddSingleton<IApiMiddleware>(_ => new Noted("project 1"));
                        services.AddScoped<IApiMiddleware>(_ => new Noted("project 2"));
                    }
                }

                public sealed class Counter { public int Value; }

                public sealed class PerRun : IDisposable
                {
                    public static int Disposed;
                    public string Id { get; } = Guid.NewGuid().ToString("n");
                    public void Dispose() => Interlocked.Increment(ref Disposed);
                }

                public sealed class Noted(string name) : IApiMiddleware
                {
                    public async Task<ApiResponse> InvokeAsync(ApiRequest request, StepContext context, ApiNext next)
                    {
                        request.Items["order"] = request.Items.TryGetValue("order", out var before) ? $"{before}, {name}" : name;
                        var response = await next();
                        response.Headers["x-order"] = (response.Headers.TryGetValue("x-order", out var order) ? $"{order}" : "") + $"{name};";
                        return response;
                    }
                }

                public sealed class FromServices(Counter counter) : IApiMiddleware
                {
                    public async Task<ApiResponse> InvokeAsync(ApiRequest request, StepContext context, ApiNext next)
                    {
                        request.Items["order"] += $", class {counter.Value >= 0}";
                        return await next();
                    }
                }
                """)
            .Api("GET /order", """return ApiResponse.Text(200, (string)request.Items["order"]!);""", config: """
                Middleware =
                [
                    async (request, context, next) => { request.Items["order"] += ", step 1"; var response = await next(); response.Headers["x-order"] += "step 1;"; return response; },
                    Motia.Middleware.Of<FromServices>(),
                    async (request, context, next) => { request.Items["order"] += ", step 3"; var response = await next(); response.Headers["x-order"] = "step 3;"; return response; },
                ],
                """)
            .Api("GET /stopped", """return ApiResponse.Text(200, "reached");""", config: """
                Middleware = [(request, context, next) => Task.FromResult(ApiResponse.Text(418, "stopped"))],
                """)
            .Api("GET /replaced", """return ApiResponse.Json(200, new { a = 1 });""", config: """
                Middleware = [async (request, context, next) => { var response = await next(); response.Status = 299; response.Body = new { b = 2 }; return response; }],
                """)
            .Api("GET /caught", """throw new InvalidOperationException("inner");""", config: """
                Middleware = [async (request, context, next) => { try { return await next(); } catch (InvalidOperationException e) { return ApiResponse.Text(409, e.Message); } }],
                """)
            .Api("GET /parameters", """
                var same = ReferenceEquals(one, two) && ReferenceEquals(one, context.Services.GetService(typeof(PerRun)));
                return ApiResponse.Json(200, new { count = ++counter.Value > 0, same, keyed = other.Value, missing = missing is null, logs = logger is not null, disposed = PerRun.Disposed });
                """, parameters: """
                    ApiRequest request, Counter counter, PerRun one, PerRun two, [Microsoft.Extensions.DependencyInjection.FromKeyedServices("other")] Counter other, StepContext context,
                    ILogger<Counter> logger, CancellationToken stop, IServiceProvider services, System.Collections.IComparer? missing = null
                    """)
            .Api("GET /disposed", """return ApiResponse.Json(200, new[] { PerRun.Disposed, Made.Count, Made.Disposed });""")
            .Write("steps/made.step.cs", """
                using Motia;

                public sealed class Made : IDisposable
                {
                    public static int Count;
                    public static int Disposed;
                    private readonly Counter _counter;
                    private readonly PerRun _run;

                    public Made(Counter counter, PerRun run) { _counter = counter; _run = run; Interlocked.Increment(ref Count); }

                    public static readonly ApiStep Config = new() { Name = "Made", Method = "GET", Path = "/made" };

                    public async Task<ApiResponse> Handler(ApiRequest request, StepContext context, PerRun run)
                    {
                        await Task.Yield();
                        return ApiResponse.Json(200, new { counter = _counter is not null, same = ReferenceEquals(run, _run) });
                    }

                    public void Dispose() => Interlocked.Increment(ref Disposed);
                }
                """);
    }

    [Fact]
    public async Task Middleware_OfProjectAndStep_RunsInTheOrderGiven()
    {
        using var response = await _http.SendAsync("GET /order");
        Assert.Equal("project 1, project 2, step 1, class True, step 3", await response.Content.ReadAsStringAsync());
        Assert.Equal("step 3;step 1;project 2;project 1;", response.Header("x-order"));
    }

    [Fact]
    public async Task Middleware_AnswersItself_TheHandlerIsNotReached() => Assert.Equal("stopped", await _http.SendAsync("GET /stopped").TextAsync(418));

    [Fact]
    public async Task Middleware_ChangesTheAnswer_IsSentAsChanged() => Assert.Equal("""{"b":2}""", await _http.SendAsync("GET /replaced").TextAsync(299));

    [Fact]
    public async Task Middleware_CatchesTheHandlersException_MayAnswer() => Assert.Equal("inner", await _http.SendAsync("GET /caught").TextAsync(409));

    [Fact]
    public async Task Parameters_OfAHandler_ComeFromTheServices()
    {
        var answer = await _http.SendAsync("GET /parameters").JsonAsync();
        Assert.Equal("""[true,true,100,true,true]""", $"[{answer!["count"].Compact()},{answer["same"].Compact()},{answer["keyed"].Compact()},{answer["missing"].Compact()},{answer["logs"].Compact()}]");
    }

    [Fact]
    public async Task Constructor_OfAClass_GetsServicesAndIsDisposedWithTheRun()
    {
        var before = await Counts();
        Assert.Equal("""{"counter":true,"same":true}""", await _http.SendAsync("GET /made").TextAsync());
        await _http.SendAsync("GET /made").TextAsync();
        var after = await Eventually.Answers(Counts, counts => counts[2] == before[2] + 2 && counts[0] >= before[0] + 2);
        Assert.Equal(before[1] + 2, after[1]);
    }

    private async Task<int[]> Counts() => [.. (await _http.SendAsync("GET /disposed").JsonAsync())!.AsArray().Select(count => (int)count!)];
}
