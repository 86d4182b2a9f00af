namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Writes cron steps in TypeScript and Python whose handlers note down their runs.</summary>
internal static class RunnerCronSteps
{
    /// <summary>Writes <c>steps/{name}.step.ts</c> with one cron step.</summary>
    public static ProjectFolder TsCron(this ProjectFolder project, string name, string cron, string handler = "", string config = "") =>
        project.Write($"steps/{name}.step.ts", $$"""
            import { appendFileSync } from 'node:fs'

            export const config = { type: 'cron', name: '{{name}}', cron: '{{cron}}', {{config}} }

            export const handler = async (ctx: any): Promise<any> => {
              appendFileSync('notes', `{{name}}|${ctx.delivery.id}|${ctx.delivery.attempt}|0|${ctx.traceId}|\n`)
              {{handler}}
            }
            """);

    /// <summary>Writes <c>steps/{name}_step.py</c> with one cron step.</summary>
    public static ProjectFolder PyCron(this ProjectFolder project, string name, string cron, string handler = "pass", string config = "") =>
        project.Write($"steps/{name}_step.py", $$"""
            config = {"type": "cron", "name": "{{name}}", "cron": "{{cron}}", {{config}}}


            async def handler(context):
                with open("notes", "a") as notes:
                    notes.write(f"{{name}}|{context.delivery.id}|{context.delivery.attempt}|0|{context.trace_id}|\n")
                {{handler}}
            """);
}
