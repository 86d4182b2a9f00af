using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>What a handler hangs on its token harms nobody else.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder()
        .Api("POST /begin", """
            await context.EmitAsync("begun", new { });
            return ApiResponse.Empty();
            """)
        .Write("steps/wait.step.cs", """
            using System.Text.Json;
            using Motia;
            public static class Wait
            {
                public static readonly EventStep Config = new()
                {
                    Name = "Wait", Subscribes = ["begun"], Infrastructure = new() { Handler = new() { Timeout = 1 }, Queue = new() { MaxRetries = 0, VisibilityTimeout = 2 } },
                };
                public static async Task Handler(JsonElement input, StepContext context)
                {
                    context.CancellationToken.Register(() => throw new InvalidOperationException("thrown by a callback"));
                    await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken);
                }
            }
            """);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Callback_OnTheTokenThatThrows_IsLoggedAndTheSiloGoesOn()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.SendAsync("POST /begin", "").TextAsync(204);
        var letters = await Eventually.Answers(
            () => silo.Http.SendAsync("GET /__motia/dead-letters").JsonAsync(), page => page!["deadLetters"]!.AsArray().Count == 1);
        Assert.Contains("ran out of its 1 seconds", letters!["deadLetters"]![0]!["attempts"]![0]!["error"]!.ToString(), StringComparison.Ordinal);
        Assert.Contains(silo.Error, line => line.Contains("thrown by a callback", StringComparison.Ordinal));
    }
}
