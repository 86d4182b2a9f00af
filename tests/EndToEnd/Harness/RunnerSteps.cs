namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Writes steps in TypeScript, and finds and kills the processes that run those of other languages.</summary>
internal static class RunnerSteps
{
    private const string GateText = """
        import { createConnection } from 'node:net'

        export const pass = (name: string) => new Promise<void>((resolve) => createConnection(`${name}.gate`).on('error', () => resolve()).on('close', () => resolve()).resume())
        """;

    private const string NotesText = """
        import { appendFileSync } from 'node:fs'

        export const note = (step: string, ctx: any, text: unknown) =>
          appendFileSync('notes', `${step}|${ctx.delivery.id}|${ctx.delivery.attempt}|0|${ctx.traceId}|${text}\n`)
        """;

    /// <summary>Writes <c>steps/{name}.step.ts</c> with one api step.</summary>
    /// <param name="project">The project.</param>
    /// <param name="route">METHOD and path.</param>
    /// <param name="handler">The body of its async handler, which has <c>req</c> and <c>ctx</c>.</param>
    /// <param name="config">Further members of the config.</param>
    /// <param name="imports">What stands before it.</param>
    public static ProjectFolder TsApi(this ProjectFolder project, string route, string handler, string config = "", string imports = "")
    {
        var (name, at) = (StepText.NameOf(route), route.IndexOf(' ', StringComparison.Ordinal));
        return project.Write($"steps/{name}.step.ts", $$"""
            {{imports}}
            export const config = { type: 'api', name: '{{name}}', method: '{{route[..at]}}', path: '{{route[(at + 1)..]}}', {{config}} }

            export const handler = async (req: any, ctx: any): Promise<any> => {
              {{handler}}
            }
            """);
    }

    /// <summary>Writes <c>steps/{name}.step.ts</c> with one event step, which has <c>note(text)</c> besides <c>input</c> and <c>ctx</c>.</summary>
    public static ProjectFolder TsEvent(this ProjectFolder project, string name, string topic, string handler, string config = "", string imports = "") =>
        project.Write("steps/notes.ts", NotesText).Write($"steps/{name}.step.ts", $$"""
            import { note as noteOf } from './notes'
            {{imports}}
            export const config = { type: 'event', name: '{{name}}', subscribes: ['{{topic}}'], {{config}} }

            export const handler = async (input: any, ctx: any): Promise<any> => {
              const note = (text: unknown) => noteOf('{{name}}', ctx, text)
              {{handler}}
            }
            """);

    /// <summary>Makes a closed gate, at which TypeScript handlers that import <c>pass</c> of <c>./gate</c> wait with <c>await pass(name)</c>.</summary>
    public static ProjectFolder CloseForTs(this ProjectFolder project, string gate) => project.Close(gate).Write("steps/gate.ts", GateText);

    /// <summary>The process ids of a silo's runners.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="program">The file that they run: <c>main.mjs</c> or <c>main.py</c>.</param>
    public static IReadOnlyList<int> RunnersOf(this SiloProcess silo, string program) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit)).Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture))
            .Where(id => ParentOf(id) == silo.Id && Read(id, "cmdline").Contains(program, StringComparison.Ordinal)),
    ];

    /// <summary>kill -9 of all runners of a program.</summary>
    /// <returns>Their process ids.</returns>
    public static IReadOnlyList<int> KillRunners(this SiloProcess silo, string program)
    {
        var runners = silo.RunnersOf(program);
        foreach (var runner in runners)
        {
            Signals.SendKillUnlessEnded(runner);
        }

        return runners;
    }

    private static int ParentOf(int id) =>
        Read(id, "stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (IOException)
        {
            // It has ended.
            return "";
        }
    }
}
