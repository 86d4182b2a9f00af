using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>The dead letter of a handler that throws says where in the source it did, and not where in what the source was made into.</summary>
public sealed class RunnerStackTests : IDisposable
{
    private const string Once = "infrastructure: { queue: { maxRetries: 0 } }";
    private readonly ProjectFolder _project = new ProjectFolder().Backoff();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task DeadLetter_OfATypeScriptHandler_HasTheStackInPositionsOfTheSource()
    {
        // What is gone from the code that runs: types, comments, and the lines that they had.
        _project.Write("lib/check.ts", """
            interface Order {
              id: string
            }

            // An order without an id is none.
            export function check(order: Order): void {
              if (!order.id) {
                throw new RangeError('an order without an id')
              }
            }
            """).Write("steps/throws.step.ts", $$"""
            import { check } from '../lib/check'

            type Input = {
              id: string
            }

            export const config = { type: 'event', name: 'Throws', subscribes: ['topic'], {{Once}} }

            export const handler = async (input: Input, ctx: unknown): Promise<void> => {
              const order = input as Input
              check(order)
            }
            """);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var error = await ErrorAsync(silo);
        Assert.Contains("RangeError: an order without an id", error, StringComparison.Ordinal);
        Assert.Contains("lib/check.ts:8:11", error, StringComparison.Ordinal);
        Assert.Contains("steps/throws.step.ts:11:3", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetter_OfAPythonHandler_HasTheTraceback()
    {
        _project.Write("lib/check.py", "def check(order):\n    if not order.get('id'):\n        raise ValueError('an order without an id')\n").Write("steps/throws_step.py", """
            from lib.check import check

            config = {"type": "event", "name": "Throws", "subscribes": ["topic"], "infrastructure": {"queue": {"maxRetries": 0}}}


            async def handler(input, context):
                check(input)
            """);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        var error = await ErrorAsync(silo);
        Assert.Contains("ValueError: an order without an id", error, StringComparison.Ordinal);
        Assert.Matches("lib/check\\.py\"?, line 3", error);
        Assert.Matches("steps/throws_step\\.py\"?, line 7", error);
    }

    [Fact]
    public async Task Record_OfARunThatThrew_HasTheError_AndWhereInTheSource()
    {
        _project.TsApi("GET /ts", "const order: { id?: string } = {}\n  throw new RangeError(`no id: ${order.id}`)").PyApi("GET /py", "raise ValueError('no id')")
            .TsEvent("Throws", "topic", "throw new RangeError('no id')", Once).PyEvent("PyThrows", "topic", "raise ValueError('no id')", "\"infrastructure\": {\"queue\": {\"maxRetries\": 0}}");
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        foreach (var (route, told, place) in new[] { ("/ts", "RangeError: no id: undefined", @"GetTs\.step\.ts:6:\d+"), ("/py", "ValueError: no id", @"GetPy_step\.py"", line \d+") })
        {
            using var answer = await silo.Http.SendAsync($"GET {route}");
            Assert.Equal(500, (int)answer.StatusCode);
            var error = Assert.Single(await ErrorsAsync(silo, answer.Header("x-trace-id")!, 1));
            Assert.StartsWith(told, error, StringComparison.Ordinal);
            Assert.Matches(place, error);
        }

        var errors = await ErrorsAsync(silo, await silo.Http.EmitAsync("topic", 1), 2);
        Assert.Contains(errors, error => error.StartsWith("RangeError: no id", StringComparison.Ordinal) && error.Contains("Throws.step.ts:", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("ValueError: no id", StringComparison.Ordinal) && error.Contains("PyThrows_step.py", StringComparison.Ordinal));
    }

    // They are told a moment after the answer.
    private static async Task<IReadOnlyList<string>> ErrorsAsync(SiloProcess silo, string traceId, int count)
    {
        return [.. ErrorsOf(await silo.Http.TraceAsync(traceId, run => ErrorsOf(run).Count() == count))];

        static IEnumerable<string> ErrorsOf(JsonNode run) => run["steps"]!.AsArray().Select(step => (string?)step!["error"]).OfType<string>();
    }

    private static async Task<string> ErrorAsync(SiloProcess silo)
    {
        await silo.Http.EmitAsync("topic", new JsonObject { ["other"] = 1 });
        var letter = Assert.Single(await silo.Http.DeadLettersAsync("Throws", 1));
        return (string)Assert.Single(letter["attempts"]!.AsArray())!["error"]!;
    }
}
