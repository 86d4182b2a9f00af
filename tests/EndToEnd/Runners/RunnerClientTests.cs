using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>A handler hears that its client has gone.</summary>
public sealed class RunnerClientTests : IDisposable
{
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Client_ThatGoesAway_FiresTheSignalOfTheHandler()
    {
        _project.TsApi("GET /waits", """
            writeFileSync('began.part', String(ctx.signal.aborted))
            renameSync('began.part', 'began')
            await new Promise<void>((resolve) => ctx.signal.addEventListener('abort', () => resolve()))
            writeFileSync('told.part', String(ctx.signal.aborted))
            renameSync('told.part', 'told')
            return { status: 200, body: '' }
            """, imports: "import { renameSync, writeFileSync } from 'node:fs'");
        await GoesAwayAsync("false", "true");
    }

    [Fact]
    public async Task Client_ThatGoesAway_CancelsTheTaskOfAPythonHandler()
    {
        _project.PyApi("GET /waits", """
            pathlib.Path("began.part").write_text(str(context.is_cancelled))
                pathlib.Path("began.part").rename("began")
                try:
                    await asyncio.Event().wait()
                except asyncio.CancelledError:
                    pathlib.Path("told.part").write_text(str(context.is_cancelled))
                    pathlib.Path("told.part").rename("told")
                    raise
            """, imports: "import asyncio\nimport pathlib");
        await GoesAwayAsync("False", "True");
    }

    [Fact]
    public async Task Client_ThatGoesAway_IsToldToAPythonHandlerThatIsNoCoroutine()
    {
        _project.Write("steps/waits_step.py", """
            import pathlib
            import time

            config = {"type": "api", "name": "Waits", "method": "GET", "path": "/waits"}


            def handler(req, context):
                pathlib.Path("began.part").write_text(str(context.is_cancelled))
                pathlib.Path("began.part").rename("began")
                while not context.is_cancelled:
                    time.sleep(0.01)
                pathlib.Path("told.part").write_text(str(context.is_cancelled))
                pathlib.Path("told.part").rename("told")
                return {"status": 200}
            """);
        await GoesAwayAsync("False", "True");
    }

    private async Task GoesAwayAsync(string atFirst, string told)
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        using var leaving = new CancellationTokenSource();
        var answer = silo.Http.GetAsync(new Uri("/waits", UriKind.Relative), leaving.Token);
        await _project.FileAppearsAsync("began");
        Assert.Equal(atFirst, await File.ReadAllTextAsync(_project.PathOf("began")));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await _project.FileAppearsAsync("told");
        Assert.Equal(told, await File.ReadAllTextAsync(_project.PathOf("told")));
    }
}
