using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>A project as Motia's templates make it, run from its own directory: what lies in it besides steps, and what steps import of each other, as ES modules and as CommonJS.</summary>
public sealed class RunnerProjectLayoutTests(RunnerProjectLayoutTests.Shared shared) : IClassFixture<RunnerProjectLayoutTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override bool NamesSteps => false;

        protected override void Write(ProjectFolder project)
        {
            project
                .Write("package.json", """{ "name": "layout", "scripts": { "dev": "motia dev" }, "dependencies": { "motia": "^0.17.14" } }""")
                .Write("tsconfig.json", """
                    {
                      "compilerOptions": {
                        "target": "ES2020", "module": "ESNext", "moduleResolution": "bundler", "allowImportingTsExtensions": true, "noEmit": true, "esModuleInterop": true,
                        "strict": true, "skipLibCheck": true, "resolveJsonModule": true, "allowJs": true, "outDir": "dist", "rootDir": ".", "baseUrl": ".", "jsx": "react-jsx"
                      },
                      "include": ["**/*.ts", "motia.config.ts", "**/*.tsx", "types.d.ts"],
                      "exclude": ["node_modules", "dist", "tests"]
                    }
                    """)
                .Write("types.d.ts", "declare module 'motia' { interface Handlers {} }\n")
                .Write("api.d.ts", "export interface Claims { user: string }\n\ndeclare module 'motia' { interface ApiRequest { claims?: Claims } }\n")
                .Write("motia-workbench.json", """[{ "id": "one", "config": { "steps/es/types.step.ts": { "x": 0, "y": 0 } } }]""")
                .Write("requirements.txt", "")
                .Write("steps/gate.step.ts", """
                    import { NoopConfig } from 'motia'

                    export const config: NoopConfig = { type: 'noop', name: 'Gate', virtualSubscribes: [], virtualEmits: ['/gate'], flows: ['layout'] }
                    """)
                .Write("steps/gate.step.tsx", """
                    import { NoopNode, NoopNodeProps } from 'motia/workbench'
                    import React from 'react'

                    export const Node: React.FC<NoopNodeProps> = (props) => <NoopNode {...props}><b>Paused</b></NoopNode>
                    """)
                .Write("src/Checks.step.py", """
                    config = {"type": "api", "name": "Checks", "method": "GET", "path": "/checks", "emits": [], "flows": ["layout"], "bodySchema": None}

                    async def handler(req, ctx):
                        return {"status": 200, "body": {"trace": ctx.trace_id == ctx.traceId}}
                    """)
                .Write("steps/es/package.json", """{ "type": "module" }""");
            Steps(project, "steps/es");
            Steps(project, "src/cjs");
        }

        private static void Steps(ProjectFolder project, string folder)
        {
            var kind = folder.Split('/')[1];
            project
                .Write($"{folder}/types.step.ts", $$"""
                    import { ApiRouteConfig, Handlers } from 'motia'
                    import { Claims } from '../../api'
                    import { Item } from './deep/item.stream'

                    export const config: ApiRouteConfig = { type: 'api', name: 'Types {{kind}}', method: 'GET', path: '/{{kind}}/types', emits: [], flows: ['layout'] }

                    export const handler: Handlers['Types'] = async (req) => {
                      const claims: Claims = { user: 'ann' }
                      const item: Item = { count: 1 }
                      return { status: 200, body: { ...claims, ...item } }
                    }
                    """)
                .Write($"{folder}/deep/item.stream.ts", $$"""
                    import { StreamConfig } from 'motia'

                    export const itemSchema = { type: 'object', properties: { count: { type: 'number' } } }
                    export type Item = { count: number }

                    export const config: StreamConfig = { name: 'items-{{kind}}', schema: itemSchema, baseConfig: { storageType: 'default' } }
                    """)
                .Write($"{folder}/deep/count.step.ts", $$"""
                    import { ApiRouteConfig, Handlers } from 'motia'

                    export const counted = { calls: 0 }

                    export const config: ApiRouteConfig = { type: 'api', name: 'Count {{kind}}', method: 'POST', path: '/{{kind}}/count', emits: [] }

                    export const handler: Handlers['Count'] = async () => ({ status: 200, body: { calls: ++counted.calls } })
                    """)
                .Write($"{folder}/imports.step.ts", $$"""
                    import { ApiRouteConfig, Handlers } from 'motia'
                    import { itemSchema } from './deep/item.stream'
                    import { config as counting, counted } from './deep/count.step'

                    export const config: ApiRouteConfig = {
                      type: 'api', name: 'Imports {{kind}}', method: 'GET', path: '/{{kind}}/imports', emits: [], responseSchema: { 200: itemSchema },
                    }

                    export const handler: Handlers['Imports'] = async () => ({ status: 200, body: { calls: counted.calls, path: counting.path, of: Object.keys(itemSchema.properties) } })
                    """)
                .Write($"{folder}/globals.step.ts", $$"""
                    import { ApiRouteConfig, Handlers } from 'motia'

                    export const config: ApiRouteConfig = { type: 'api', name: 'Globals {{kind}}', method: 'GET', path: '/{{kind}}/globals', emits: [] }

                    export const handler: Handlers['Globals'] = async () => ({
                      status: 200,
                      body: { uuid: crypto.randomUUID().length, token: Buffer.from(JSON.stringify({ a: 1 })).toString('base64url'), host: new URL(later()).hostname, path: typeof process.env.PATH },
                    })

                    function later(): string {
                      return 'redis://cache.example:6379'
                    }
                    """);
        }
    }

    [Fact]
    public async Task Files_ThatAreNoSteps_MakeNoMistakes_AndTheStepsOfBothFoldersAreFound()
    {
        Assert.Empty(await _http.StepErrorsAsync());
        Assert.Equal(
            [
                "Checks src/Checks.step.py", "Count cjs src/cjs/deep/count.step.ts", "Count es steps/es/deep/count.step.ts", "Gate steps/gate.step.ts",
                "Globals cjs src/cjs/globals.step.ts", "Globals es steps/es/globals.step.ts", "Imports cjs src/cjs/imports.step.ts", "Imports es steps/es/imports.step.ts",
                "Types cjs src/cjs/types.step.ts", "Types es steps/es/types.step.ts",
            ],
            (await _http.CatalogAsync())["steps"]!.AsArray().Select(step => $"{step!["name"]} {step["file"]}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("es")]
    [InlineData("cjs")]
    public async Task Types_OfMotia_OfDeclarationsAndOfStreams_AreGoneWhenTheStepRuns(string kind) =>
        Assert.Equal("""{"user":"ann","count":1}""", await _http.SendAsync($"GET /{kind}/types").CompactAsync());

    [Theory]
    [InlineData("es")]
    [InlineData("cjs")]
    public async Task StepAndStream_ThatAnotherStepImports_AreTheModulesThatAreServed(string kind)
    {
        Assert.Equal("""{"calls":1}""", await _http.SendAsync($"POST /{kind}/count").CompactAsync());
        Assert.Equal("""{"calls":2}""", await _http.SendAsync($"POST /{kind}/count").CompactAsync());
        Assert.Equal($$"""{"calls":2,"path":"/{{kind}}/count","of":["count"]}""", await _http.SendAsync($"GET /{kind}/imports").CompactAsync());
    }

    [Theory]
    [InlineData("es")]
    [InlineData("cjs")]
    public async Task Handler_HasTheGlobalsOfNode_AndFunctionsThatStandBelowIt(string kind) =>
        Assert.Equal("""{"uuid":36,"token":"eyJhIjoxfQ","host":"cache.example","path":"string"}""", await _http.SendAsync($"GET /{kind}/globals").CompactAsync());

    [Fact]
    public async Task Python_InAFileNamedStepPy_IsServed() => Assert.Equal("""{"trace":true}""", await _http.SendAsync("GET /checks").CompactAsync());
}
