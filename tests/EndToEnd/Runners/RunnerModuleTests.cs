using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>The kinds of modules that a TypeScript step can be, and the step without a handler.</summary>
public sealed class RunnerModuleTests(RunnerModuleTests.Shared shared) : IClassFixture<RunnerModuleTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Write("lib/helper.ts", "export const greet = (name: string): string => `hello ${name}`\n")
            .Write("lib/helper.cjs", "exports.greet = (name) => `hello ${name}`\n")
            .Write("steps/es/package.json", """{ "type": "module" }""")
            .Write("steps/es/es.step.ts", """
                import { greet } from '../../lib/helper'

                export const config = { type: 'api', name: 'Es', method: 'GET', path: '/es', flows: ['kinds'], emits: ['kinds.done'] } as const
                const awaited: string = await Promise.resolve('es')
                export const handler = async () => ({ status: 200, body: { text: greet(awaited), at: import.meta.url.split('/').at(-1) } })
                """)
            .Write("steps/commonjs.step.ts", """
                const { greet }: { greet: (name: string) => string } = require('../lib/helper.cjs')

                const config = { type: 'api', name: 'CommonJs', method: 'GET', path: '/commonjs' }
                const handler = async (): Promise<object> => ({ status: 200, body: { text: greet('commonjs'), at: __filename.split('/').at(-1) } })

                module.exports = { config, handler }
                """)
            .Write("steps/exports.step.ts", """
                exports.config = { type: 'api', name: 'Exports', method: 'GET', path: '/exports' }
                exports.handler = async (): Promise<object> => ({ status: 200, body: { text: 'hello exports', at: __filename.split('/').at(-1) } })
                """)
            .Write("steps/default.step.ts", """
                import { greet } from '../lib/helper'

                export default {
                  config: { type: 'api' as const, name: 'Default', method: 'GET', path: '/default' },
                  handler: async (): Promise<object> => ({ status: 200, body: { text: greet('default'), at: import.meta.url.split('/').at(-1) } }),
                }
                """)
            .Write("steps/outside.step.ts", """
                import type { NoopConfig } from 'motia'

                export const config: NoopConfig = {
                  type: 'noop', name: 'Outside', description: 'A person decides', virtualSubscribes: ['kinds.done'], virtualEmits: ['kinds.decided'], flows: ['kinds'],
                }
                """)
            .Write("steps/decided.step.ts", """
                export const config = { type: 'event', name: 'Decided', subscribes: ['kinds.decided'], flows: ['kinds'] }
                export const handler = async () => {}
                """);
    }

    [Theory]
    [InlineData("es")]
    [InlineData("commonjs")]
    [InlineData("exports")]
    [InlineData("default")]
    public async Task Api_OfEachKindOfModule_IsServed_AndReachesItsOwnFileAndItsHelpers(string kind) =>
        Assert.Equal($$"""{"text":"hello {{kind}}","at":"{{kind}}.step.ts"}""", await shared.Http.SendAsync($"GET /{kind}").CompactAsync());

    [Fact]
    public async Task Noop_InTypeScript_IsInTheCatalog_AndNoStepHasAMistake()
    {
        Assert.Empty(await shared.Http.StepErrorsAsync());
        var noop = await shared.Http.CatalogStepAsync("Outside");
        Assert.Equal(("noop", "typescript", "A person decides"), ((string?)noop["type"], (string?)noop["language"], (string?)noop["description"]));
        Assert.Equal("""["kinds.done"]""", noop["virtualSubscribes"].Compact());
    }

    [Fact]
    public async Task Noop_InTypeScript_IsBetweenItsNeighboursInTheFlow()
    {
        var flow = (await shared.Http.SendAsync("GET /__motia/flows/kinds").JsonAsync())!;
        Assert.Equal(
            ["Es kinds.done Outside event", "Outside kinds.decided Decided virtual"],
            flow["edges"]!.AsArray().Select(edge => $"{edge!["source"]} {edge["topic"]} {edge["target"]} {edge["variant"]}").Order(StringComparer.Ordinal));
    }
}
