namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Writes event steps whose handlers note down, outside of the data directory, what they get.</summary>
internal static class EventSteps
{
    private const string File = "notes";

    // A kill -9 leaves whole lines. The lock is one for all versions of the steps that a process has loaded.
    private const string NotesText = """
        using Motia;

        public static class Notes
        {
            public static void Add(string step, StepContext context, object? text)
            {
                lock (AppDomain.CurrentDomain)
                {
                    File.AppendAllText("notes", $"{step}|{context.Delivery!.Id}|{context.Delivery.Attempt}|{DateTime.UtcNow.Ticks}|{context.TraceId}|{$"{text}".ReplaceLineEndings(" ")}\n");
                }
            }
        }
        """;

    /// <summary>Writes <c>steps/{name}.step.cs</c> with one event step.</summary>
    /// <param name="project">The project.</param>
    /// <param name="name">Its class and its name.</param>
    /// <param name="topic">What it subscribes to.</param>
    /// <param name="handler">The body of its async handler.</param>
    /// <param name="queue">Members of its queue's settings.</param>
    /// <param name="config">Further members of the config.</param>
    /// <param name="input">What its handler takes.</param>
    /// <param name="more">Further types of the file.</param>
    /// <param name="timeout">Its handler's timeout in seconds.</param>
    public static ProjectFolder Event(
        this ProjectFolder project, string name, string topic, string handler, string queue = "", string config = "", string input = "JsonNode? input", string more = "", int timeout = 300) =>
        project.NotesClass().Write($"steps/{name}.step.cs", $$"""
            using System.Text.Json.Nodes;
            using Motia;

            #pragma warning disable CS1998

            public static class {{name}}
            {
                public static readonly EventStep Config = new()
                {
                    Name = "{{name}}",
                    Subscribes = ["{{topic}}"],
                    Infrastructure = new() { Handler = new() { Timeout = {{timeout}} }, Queue = new() { {{queue}} } },
                    {{config}}
                };

                public static async Task Handler({{input}}, StepContext context)
                {
                    {{handler}}
                }
            }

            {{more}}
            """);

    /// <summary>Writes the class that handlers note with.</summary>
    public static ProjectFolder NotesClass(this ProjectFolder project) => project.Write("steps/Notes.cs", NotesText);

    /// <summary>Writes a <c>motia.json</c> in which the first pause between two attempts is short, or as long as the test needs it.</summary>
    public static ProjectFolder Backoff(this ProjectFolder project, string backoff = "00:00:00.05") =>
        project.Write("motia.json", $$"""{ "queues": { "backoff": "{{backoff}}" } }""");

    /// <summary>What the handlers have noted so far, in order.</summary>
    public static IReadOnlyList<Note> Notes(this ProjectFolder project)
    {
        var path = project.PathOf(File);
        if (!System.IO.File.Exists(path))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd().Split('\n')[..^1].Select(Note.Parse)];
    }

    /// <summary>What the handlers of a step have noted.</summary>
    public static IReadOnlyList<Note> Notes(this ProjectFolder project, string step) => [.. project.Notes().Where(note => note.Step == step)];

    /// <summary>Waits until a step has noted so often.</summary>
    public static Task<IReadOnlyList<Note>> NotesAsync(this ProjectFolder project, string step, int count, TimeSpan? limit = null) =>
        Eventually.Finds(() => project.Notes(step), notes => notes.Count >= count, limit);
}
