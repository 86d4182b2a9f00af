using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What <c>motia.config.ts</c> says that means nothing here is told once.</summary>
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
        await AnswersAsync(silo, "/version", "v2");
        _project.PyApi("GET /py", "return {'status': 200, 'body': 'v2'}");
        await AnswersAsync(silo, "/py", "v2");
        _project.Write("motia.config.ts", "// edited\n" + Config).TsApi("GET /version", Version(3));
        await AnswersAsync(silo, "/version", "v3");
        Assert.Single(silo.Error, line => line.Contains(Warning, StringComparison.Ordinal));

        // Another one is news.
        _project.Write("motia.config.ts", Config.Replace("redis", "adapters", StringComparison.Ordinal));
        await silo.SaysAsync($"\"adapters\" {Warning}");
    }

    private static string Version(int version) => $"return {{ status: 200, body: 'v{version}' }}";

    private static Task<string> AnswersAsync(SiloProcess silo, string path, string text) => Eventually.Answers(
        async () =>
        {
            using var response = await silo.Http.SendAsync("GET " + path);
            return await response.Content.ReadAsStringAsync();
        },
        found => found == text);
}
