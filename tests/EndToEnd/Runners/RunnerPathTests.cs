using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>A project may be in a folder with any name, and may keep nothing.</summary>
public sealed class RunnerPathTests : IDisposable
{
    private const string Folder = "Meine Entwürfe #1 (größer)";
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Project_WhosePathHasSpacesAndUmlauts_RunsInEachLanguage_InMemory_AndIsReloaded()
    {
        Write("lib/hélper ü.ts", "export const text: string = 'ts'\n");
        Write("steps/näme with blanks/ä.step.ts", """
            import { text } from '../../lib/hélper ü'
            export const config = { type: 'api', name: 'Ts', method: 'GET', path: '/ts', emits: ['sent'] }
            export const handler = async (req: unknown, { emit }: any): Promise<object> => {
              await emit({ topic: 'sent', data: { text } })
              return { status: 200, body: text }
            }
            """);
        Write("steps/näme with blanks/ö.step.js", """
            const config = { type: 'api', name: 'Js', method: 'GET', path: '/js' }
            module.exports = { config, handler: async () => ({ status: 200, body: 'js' }) }
            """);
        Write("lib/helper.py", "text = 'py'\n");
        Write("steps/näme with blanks/ü_step.py", Python("text"));
        Write("steps/sent_step.py", """
            config = {"type": "event", "name": "Sent", "subscribes": ["sent"]}


            async def handler(input, context):
                await context.state.set("sent", "one", input)
            """);
        Write("steps/wrong.step.ts", "\nthrow new Error('while loading')\n");
        var root = _project.PathOf(Folder);
        await using var silo = await SiloProcess.StartInAsync(root, ["--steps", Path.Combine(root, "steps"), "--data", ":memory:"]);
        foreach (var language in new[] { "ts", "js", "py" })
        {
            Assert.Equal(language, await silo.Http.SendAsync($"GET /{language}").TextAsync());
        }

        await silo.Http.CountsBecomeAsync("Sent", "0 0 0 0 1");
        Assert.Equal("""{"text":"ts"}""", (await silo.Http.SendAsync("GET /__motia/state/item?group=sent&key=one").JsonAsync())!["value"].Compact());
        Assert.StartsWith("steps/wrong.step.ts:2:", Assert.Single(await silo.Http.StepErrorsAsync()), StringComparison.Ordinal);

        Write("steps/näme with blanks/ü_step.py", Python("text + ' again'"));
        Write("lib/hélper ü.ts", "export const text: string = 'ts again'\n");
        foreach (var language in new[] { "ts", "py" })
        {
            await Eventually.Answers(() => silo.Http.SendAsync($"GET /{language}").TextAsync(), text => text == $"{language} again");
        }

        Assert.False(Directory.Exists(Path.Combine(root, ".motia")));
    }

    private static string Python(string answer) => $$"""
        from lib.helper import text

        config = {"type": "api", "name": "Py", "method": "GET", "path": "/py"}


        def handler(req, context):
            return {"status": 200, "body": {{answer}}}
        """;

    private void Write(string path, string text) => _project.Write($"{Folder}/{path}", text);
}
