using System.Text.Json.Nodes;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Writes cron steps whose handlers note down their runs, and reads their ledgers.</summary>
internal static class CronSteps
{
    /// <summary>Writes <c>steps/{name}.step.cs</c> with one cron step.</summary>
    public static ProjectFolder Cron(this ProjectFolder project, string name, string cron, string handler = "", string config = "") =>
        project.NotesClass().Write($"steps/{name}.step.cs", $$"""
            using Motia;

            #pragma warning disable CS1998

            public static class {{name}}
            {
                public static readonly CronStep Config = new() { Name = "{{name}}", Cron = "{{cron}}", {{config}} };

                public static async Task Handler(StepContext context)
                {
                    Notes.Add("{{name}}", context, "");
                    {{handler}}
                }
            }
            """);

    /// <summary>A step's ledger, newest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> LedgerAsync(this HttpClient http, string step) =>
        [.. (await http.SendAsync($"GET /__motia/cron/ledger?step={step}&limit=1000").JsonAsync())!["ledger"]!.AsArray().Select(line => line!)];

    /// <summary>Waits until a step's ledger is as the test wants it.</summary>
    public static async Task<IReadOnlyList<JsonNode>> LedgerAsync(this HttpClient http, string step, Func<IReadOnlyList<JsonNode>, bool> isRight) =>
        await Eventually.Finds(() => http.LedgerAsync(step), isRight);
}
