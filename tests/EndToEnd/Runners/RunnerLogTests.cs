using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>Log lines of handlers, in whatever form they write them.</summary>
public sealed class RunnerLogTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder()
        .TsApi("GET /ts", """
            const { logger } = ctx
            logger.debug('Quiet', { x: 1 })
            logger.info('🏁 Größer')
            logger.warn(`Went on: ${1 + 1}`, { error: new TypeError('not there').message, gone: undefined, deep: { list: [1, null] } })
            logger.error('☠️ ═══', {})
            logger.info('Key', 'text')
            return { status: 204 }
            """)
        .PyApi("GET /py", """
            logger = context.logger
                logger.debug("Quiet", {"x": 1})
                logger.info("🏁 Größer")
                logger.warn(f"Went on: {1 + 1}", {"error": str(TypeError("not there")), "deep": {"list": [1, None]}})
                logger.error("☠️ ═══", {})
                logger.info("Key", "text")
                return {"status": 204}
            """);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Lines_OfAnyForm_AreKeptInOrder_WithoutThoseForDebugging()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.Equal(Lines("GetTs"), await LogsAsync(silo, "/ts", 4));
        Assert.Equal(Lines("PyGetPy"), await LogsAsync(silo, "/py", 4));
    }

    [Fact]
    public async Task Lines_ForDebugging_AreKeptWhereTheSettingSaysSo()
    {
        _project.Write("motia.json", """{ "logs": { "level": "Debug" } }""");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Assert.Equal(["""debug GetTs Quiet {"x":1}""", .. Lines("GetTs")], await LogsAsync(silo, "/ts", 5));
        Assert.Equal(["""debug PyGetPy Quiet {"x":1}""", .. Lines("PyGetPy")], await LogsAsync(silo, "/py", 5));
    }

    private static string[] Lines(string step) =>
    [
        $"info {step} 🏁 Größer", $$$"""warn {{{step}}} Went on: 2 {"error":"not there","deep":{"list":[1,null]}}""", $"error {step} ☠️ ═══", $$"""info {{step}} Key {"args":"text"}""",
    ];

    private static async Task<IReadOnlyList<string>> LogsAsync(SiloProcess silo, string path, int count)
    {
        using var response = await silo.Http.SendAsync($"GET {path}");
        return await silo.Http.LogsAsync(response.Header("x-trace-id")!, count);
    }
}
