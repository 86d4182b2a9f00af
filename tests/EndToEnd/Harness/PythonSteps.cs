namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Writes steps in Python.</summary>
internal static class PythonSteps
{
    // A kill -9 leaves whole lines.
    private const string NotesText = """
        import os


        def note(step, context, text):
            line = f"{step}|{context.delivery.id}|{context.delivery.attempt}|0|{context.trace_id}|{text}\n"
            file = os.open("notes", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(file, line.encode())
            os.close(file)
        """;

    private const string GateText = """
        import asyncio


        async def pass_gate(name):
            reader, writer = await asyncio.open_unix_connection(f"{name}.gate")
            await reader.read()
            writer.close()
        """;

    /// <summary>Writes <c>steps/{name}_step.py</c> with one api step.</summary>
    /// <param name="project">The project.</param>
    /// <param name="route">METHOD and path.</param>
    /// <param name="handler">The body of its async handler, which has <c>req</c> and <c>context</c>; one statement, or lines that are indented by four blanks from the second on.</param>
    /// <param name="config">Further members of the config.</param>
    /// <param name="imports">What stands before it.</param>
    public static ProjectFolder PyApi(this ProjectFolder project, string route, string handler, string config = "", string imports = "")
    {
        var (name, at) = (StepText.NameOf(route), route.IndexOf(' ', StringComparison.Ordinal));
        return project.Write($"steps/{name}_step.py", $$"""
            {{imports}}
            config = {"type": "api", "name": "Py{{name}}", "method": "{{route[..at]}}", "path": "{{route[(at + 1)..]}}", {{config}}}


            async def handler(req, context):
                {{handler}}
            """);
    }

    /// <summary>Writes <c>steps/{name}_step.py</c> with one event step, which has <c>note(step, context, text)</c> and <c>await pass_gate(name)</c> besides <c>input</c> and <c>context</c>.</summary>
    public static ProjectFolder PyEvent(this ProjectFolder project, string name, string topic, string handler, string config = "") =>
        project.Write("lib/notes.py", NotesText).Write("lib/gate.py", GateText).Write($"steps/{name}_step.py", $$"""
            from lib.gate import pass_gate
            from lib.notes import note

            config = {"type": "event", "name": "{{name}}", "subscribes": ["{{topic}}"], {{config}}}


            async def handler(input, context):
                {{handler}}
            """);
}
