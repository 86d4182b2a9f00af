using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What handlers give to state, streams and events, and get back, is values of their own language.</summary>
public sealed class RunnerValueTests(RunnerValueTests.Shared shared) : IClassFixture<RunnerValueTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .Write("steps/notes.stream.ts", "export const config = { name: 'notes', schema: { type: 'object' }, baseConfig: { storageType: 'default' } }\n")
            .TsApi("GET /ts/missing", """
                const { state, streams } = ctx
                await state.set('ts-missing', 'gone', 1)
                await state.delete('ts-missing', 'gone')
                const answers = [
                  await state.get('ts-missing', 'none'), await state.get('ts-missing', 'gone'), await state.delete('ts-missing', 'gone'),
                  await streams.notes.get('ts-missing', 'none'), await streams.notes.delete('ts-missing', 'none'),
                ]
                await state.clear('ts-never-used')
                const lists = [await state.getGroup('ts-missing'), await streams.notes.getGroup('ts-missing')]
                return { status: 200, body: { isNull: answers.map((answer) => answer === null), lengths: lists.map((list) => list.length) } }
                """)
            .PyApi("GET /py/missing", """
                state, notes = context.state, context.streams.notes
                    await state.set("py-missing", "gone", 1)
                    await state.delete("py-missing", "gone")
                    answers = [
                        await state.get("py-missing", "none"), await state.get("py-missing", "gone"), await state.delete("py-missing", "gone"),
                        await notes.get("py-missing", "none"), await notes.delete("py-missing", "none"),
                    ]
                    await state.clear("py-never-used")
                    lists = [await state.get_group("py-missing"), await notes.get_group("py-missing")]
                    return {"status": 200, "body": {"isNull": [answer is None for answer in answers], "lengths": [len(found) for found in lists]}}
                """)
            .TsApi("GET /ts/falsy", """
                const values = [0, false, '', null, [], {}]
                for (const [index, value] of values.entries()) await ctx.state.set('ts-falsy', String(index), value)
                return { status: 200, body: await Promise.all(values.map((_, index) => ctx.state.get('ts-falsy', String(index)))) }
                """)
            .PyApi("GET /py/falsy", """
                values = [0, False, "", None, [], {}]
                    for index, value in enumerate(values):
                        await context.state.set("py-falsy", str(index), value)
                    return {"status": 200, "body": [await context.state.get("py-falsy", str(index)) for index in range(len(values))]}
                """)
            .TsApi("GET /undefined", """
                const given = { kept: 1, gone: undefined, deep: { gone: undefined, list: [undefined, 1] } }
                const answers = [await ctx.state.set('undefined', 'a', given), await ctx.state.get('undefined', 'a'), await ctx.streams.notes.set('undefined', 'a', given), await ctx.streams.notes.get('undefined', 'a')]
                await ctx.emit({ topic: 'undefined', data: given })
                return { status: 200, body: { answers, gone: answers.map((answer) => 'gone' in answer || 'gone' in answer.deep), given } }
                """)
            .TsEvent("Undefined", "undefined", "note(JSON.stringify({ input, gone: 'gone' in input }))")
            .TsApi("GET /ts/own", """
                const { state } = ctx
                await state.set('ts-own', 'a', { list: [1] })
                const first = await state.get('ts-own', 'a')
                first.list.push(2)
                const second = await state.get('ts-own', 'a')
                const given = { n: 1 }
                const setting = state.set('ts-own', 'b', given)
                given.n = 2
                await setting
                return { status: 200, body: [second.list.length, (await state.get('ts-own', 'b')).n] }
                """)
            .PyApi("GET /py/own", """
                state = context.state
                    await state.set("py-own", "a", {"list": [1]})
                    first = await state.get("py-own", "a")
                    first["list"].append(2)
                    second = await state.get("py-own", "a")
                    given = {"n": 1}
                    setting = state.set("py-own", "b", given)
                    given["n"] = 2
                    await setting
                    return {"status": 200, "body": [len(second["list"]), (await state.get("py-own", "b"))["n"]]}
                """)
            .TsApi("GET /list", """
                const { state } = ctx
                for (const [index, age] of [3, 1, 2].entries()) await state.set('list', `item ${index}-${new Date(0).toISOString()}`, { id: index, age })
                const list = await state.getGroup('list')
                for (const item of list) {
                  if (item.age === 2) await state.set('list', `item ${item.id}-${new Date(0).toISOString()}`, { ...item, seen: true })
                }
                list.sort((a: any, b: any) => a.age - b.age)
                return { status: 200, body: [list.map(({ age }: any) => age), (await state.getGroup('list')).filter(({ age }: any) => age > 1)] }
                """)
            .TsApi("GET /ts/nowhere", """
                try { await ctx.streams.nowhere.set('g', 'i', { a: 1 }) } catch (error: any) {
                  ctx.logger.warn('Going on without', { error })
                  return { status: 200, body: { name: error.name, message: error.message, isError: error instanceof Error } }
                }
                return { status: 200, body: {} }
                """)
            .PyApi("GET /py/nowhere", """
                try:
                        await context.streams.nowhere.set("g", "i", {"a": 1})
                    except Exception as error:
                        return {"status": 200, "body": {"name": error.name, "message": str(error), "isError": True}}
                """);
    }

    [Theory]
    [InlineData("ts")]
    [InlineData("py")]
    public async Task Missing_IsNullItself_AndAnUnknownGroupIsAnEmptyList(string language) =>
        Assert.Equal("""{"isNull":[true,true,true,true,true],"lengths":[0,0]}""", await _http.SendAsync($"GET /{language}/missing").CompactAsync());

    [Theory]
    [InlineData("ts")]
    [InlineData("py")]
    public async Task Falsy_Values_AreValues(string language) => Assert.Equal("""[0,false,"",null,[],{}]""", await _http.SendAsync($"GET /{language}/falsy").CompactAsync());

    [Fact]
    public async Task Undefined_Members_AreNotThere_InStateStreamsEventsAndAnswers()
    {
        const string Kept = """{"kept":1,"deep":{"list":[null,1]}}""";
        const string Item = """{"kept":1,"deep":{"list":[null,1]},"id":"a"}""";
        Assert.Equal($$"""{"answers":[{{Kept}},{{Kept}},{{Item}},{{Item}}],"gone":[false,false,false,false],"given":{{Kept}}}""", await _http.SendAsync("GET /undefined").CompactAsync());
        Assert.Equal($$"""{"input":{{Kept}},"gone":false}""", Assert.Single(await shared.Project.NotesAsync("Undefined", 1)).Text);
    }

    [Theory]
    [InlineData("ts")]
    [InlineData("py")]
    public async Task Values_AreTheHandlersOwn_SoThatOnlySetChangesWhatIsKept(string language) => Assert.Equal("[1,1]", await _http.SendAsync($"GET /{language}/own").CompactAsync());

    [Fact]
    public async Task Group_IsAnArray_ToSortAndGoThrough_AndKeepsItsOrder() => Assert.Equal(
        """[[1,2,3],[{"id":0,"age":3},{"id":2,"age":2,"seen":true}]]""", await _http.SendAsync("GET /list").CompactAsync());

    [Theory]
    [InlineData("ts")]
    [InlineData("py")]
    public async Task Stream_ThatIsNotThere_IsAnErrorToCatch_ThatNamesThoseThatAre(string language)
    {
        var error = (await _http.SendAsync($"GET /{language}/nowhere").JsonAsync())!;
        Assert.Equal(("StreamError", true), ((string?)error["name"], (bool?)error["isError"]));
        Assert.Contains("No stream is named \"nowhere\"; loaded are \"notes\"", (string?)error["message"], StringComparison.Ordinal);
    }
}
