using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Events;

/// <summary>What a handler hangs on its token harms nobody else.</summary>
public sealed class TokenTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder().Event("Wait", "begun", """
        context.CancellationToken.Register(() => throw new InvalidOperationException("thrown by a callback"));
        await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken);
        """, queue: "MaxRetries = 0, VisibilityTimeout = 2", timeout: 1);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Callback_OnTheTokenThatThrows_IsLoggedAndTheSiloGoesOn()
    {
        await using var silo = await SiloProcess.StartAsync(_project);
        await silo.Http.EmitAsync("begun", 0);
        var letter = (await silo.Http.DeadLettersAsync("Wait", 1)).Single();
        Assert.Contains("ran out of its 1 seconds", (string)letter["attempts"]![0]!["error"]!, StringComparison.Ordinal);

        // The delivery's failure does not wait for the callbacks.
        await silo.SaysAsync("thrown by a callback");
    }
}
