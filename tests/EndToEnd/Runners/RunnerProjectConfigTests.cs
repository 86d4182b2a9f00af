using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What <c>motia.config.ts</c> says counts, or is told once that it means nothing here.</summary>
public sealed class RunnerProjectConfigTests : IDisposable
{
    private const string Warning = "means nothing here and is ignored";
    private const string Config = "import { defineConfig } from 'motia'\nexport default defineConfig({ redis: { useMemoryServer: true } })\n";
    private readonly ProjectFolder _project = new ProjectFolder().Write("motia.config.ts", Config).TsApi("GET /version", Version(1)).PyApi("GET /py", "return {'status': 200, 'body': 'v1'}");

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Key_ThatMeansNothing_IsToldOnce_AlsoAfterReloads()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var said = await silo.SaysAsync(Warning);
        Assert.Contains("motia.config.ts: \"redis\" means nothing here", said, StringComparison.Ordinal);

        _project.TsApi("GET /version", Version(2));
        await silo.Http.AnswerBecomesAsync("GET /version", "200 v2");
        _project.PyApi("GET /py", "return {'status': 200, 'body': 'v2'}");
        await silo.Http.AnswerBecomesAsync("GET /py", "200 v2");
        _project.Write("motia.config.ts", "// edited\n" + Config).TsApi("GET /version", Version(3));
        await silo.Http.AnswerBecomesAsync("GET /version", "200 v3");

        // Another one is news, and what is told comes in order.
        _project.Write("motia.config.ts", Config.Replace("redis", "adapters", StringComparison.Ordinal));
        await silo.SaysAsync($"\"adapters\" {Warning}");
        Assert.Single(silo.Error, line => line.Contains($"\"redis\" {Warning}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Config_WithPluginsAndAdaptersOfTheServer_IsTaken_WithTheEnvironmentOfDotEnv()
    {
        _project.Write(".env", "REDIS_URL=redis://cache.example:6379\n")
            .Write("plugins/own/index.ts", "import type { MotiaPluginContext } from 'motia'\nexport default (motia: MotiaPluginContext) => ({ steps: [] })\n")
            .Write("motia.config.ts", """
                import { config } from '@motiadev/core'
                import endpointPlugin from '@motiadev/plugin-endpoint/plugin'
                import ownPlugin from './plugins/own/index'
                const statesPlugin = require('@motiadev/plugin-states/plugin')

                const host = () => new URL(process.env.REDIS_URL!).hostname

                export default config({
                  plugins: [endpointPlugin, statesPlugin, ownPlugin],
                  redis: { useMemoryServer: false as const, host: host() },
                  streamAuth: { contextSchema: {}, authenticate: () => ({ host: host() }) },
                })
                """)
            .Write("steps/guarded.stream.ts", """
                export const config = { name: 'Guarded', schema: {}, baseConfig: { storageType: 'default' }, canAccess: (_: unknown, auth: any) => auth?.host === 'cache.example' }
                """);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        await silo.SaysAsync("motia.config.ts: \"plugins\", \"redis\" mean nothing here and are ignored.");
        Assert.Empty(await silo.Http.StepErrorsAsync());
        using var socket = await StreamSocketClient.JoinedAsync(silo, "Guarded", "g");
    }

    private static string Version(int version) => $"return {{ status: 200, body: 'v{version}' }}";
}
