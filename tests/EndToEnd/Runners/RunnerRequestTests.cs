using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What handlers in runners ask for: events, state, streams and log lines, as with C# steps.</summary>
public sealed class RunnerRequestTests(RunnerRequestTests.Shared shared) : IClassFixture<RunnerRequestTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project
            .TsApi("GET /state", """
                const { state } = ctx
                const answers = [await state.get('g', 'none'), await state.set('g', 'a', { n: 1, text: 'ü' }), await state.get('g', 'a')]
                answers.push(await state.update('g', 'a', [{ type: 'increment', path: 'n', by: 2 }]), await state.set('g', 'b', null), await state.get('g', 'b'))
                answers.push(await state.getGroup('g'), await state.delete('g', 'a'), await state.getGroup('g'))
                await state.clear('g')
                answers.push(await state.getGroup('g'))
                return { status: 200, body: answers }
                """)
            .TsApi("GET /state/order", """
                for (let i = 0; i < 200; i++) ctx.state.set('order', 'one', i)
                return { status: 200, body: { last: await ctx.state.get('order', 'one') } }
                """)
            .TsApi("GET /state/clear", """
                const { state } = ctx
                for (let i = 0; i < 50; i++) { state.set('cleared', 'one', i); state.set('cleared', `of ${i}`, i) }
                state.clear('cleared')
                state.set('cleared', 'after', 1)
                return { status: 200, body: { group: await state.getGroup('cleared') } }
                """)
            .TsApi("GET /state/unawaited", "for (let i = 0; i < 50; i++) ctx.state.set('unawaited', String(i), i); return { status: 200, body: {} }")
            .TsApi("GET /state/count", "return { status: 200, body: { count: (await ctx.state.getGroup('unawaited')).length } }")
            .TsApi("GET /state/wrong", """
                try { await ctx.state.set('g', '', 1) } catch (error: any) { return { status: 200, body: { name: error.name, code: error.code, message: error.message } } }
                return { status: 200, body: 'none' }
                """)
            .TsApi("GET /emit/undeclared", """
                try { await ctx.emit({ topic: 'other', data: 1 }) } catch (error: any) { return { status: 200, body: { code: error.code, message: error.message } } }
                return { status: 200, body: 'none' }
                """, "emits: ['declared']")
            .TsApi("GET /emit/many", "await ctx.emit([{ topic: 'many', data: { n: 1 } }, { topic: 'many', data: { n: 2 } }]); ctx.emit({ topic: 'many', data: { n: 3 } }); return { status: 200, body: {} }")
            .TsEvent("Many", "many", "note(`${input.n} ${ctx.delivery.attempt}`)")
            .TsEvent("Typed", "typed", "note(input.text)", "input: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] }")
            .TsEvent("FailsTwice", "twice", "note('tried'); if (ctx.delivery.attempt < 3) throw new TypeError('not yet')")
            .TsApi("GET /log", "ctx.logger.warn('told', { user: 'ann', nested: { deep: true } }); ctx.logger.error('wrong', { code: 7 }); return { status: 200, body: ctx.flows }", "flows: ['logging']")
            .Write("steps/todo.stream.ts", """
                export const config = { name: 'todo', schema: { type: 'object' }, baseConfig: { storageType: 'default' } }
                """)
            .TsApi("GET /stream", """
                const { todo } = ctx.streams
                const answers = [await todo.get('g', 't1'), await todo.set('g', 't1', { text: 'one' }), await todo.get('g', 't1')]
                answers.push(await todo.update('g', 't1', [{ type: 'set', path: 'done', value: true }]), await todo.getGroup('g'))
                await todo.send({ groupId: 'g' }, { type: 'ping', data: 1 })
                answers.push(await todo.delete('g', 't1'), await todo.getGroup('g'))
                return { status: 200, body: answers }
                """)
            .Write("steps/state_step.py", """
                config = {"type": "api", "name": "PyState", "path": "/py/state", "method": "GET"}

                async def handler(req, context):
                    state = context.state
                    answers = [await state.get("py", "none"), await state.set("py", "a", {"n": 1})]
                    answers.append(await state.update("py", "a", [{"type": "increment", "path": "n", "by": 2}]))
                    answers.append(await state.getGroup("py"))
                    answers.append(await state.delete("py", "a"))
                    return {"status": 200, "body": answers}
                """);
    }

    [Fact]
    public async Task State_EveryOperation_AnswersAsInCSharp() => Assert.Equal(
        """[null,{"n":1,"text":"ü"},{"n":1,"text":"ü"},{"n":3,"text":"ü"},null,null,[{"n":3,"text":"ü"},null],{"n":3,"text":"ü"},[null],[]]""",
        await _http.SendAsync("GET /state").CompactAsync());

    [Fact]
    public async Task State_InPython_EveryOperation_AnswersAsInCSharp() =>
        Assert.Equal("""[null,{"n":1},{"n":3},[{"n":3}],{"n":3}]""", await _http.SendAsync("GET /py/state").CompactAsync());

    [Fact]
    public async Task State_WritesOfOneKeyThatNobodyWaitsFor_LandInOrder() => Assert.Equal("""{"last":199}""", await _http.SendAsync("GET /state/order").CompactAsync());

    [Fact]
    public async Task State_ClearThatNobodyWaitsFor_ComesAfterTheWritesBeforeIt_AndBeforeThoseAfterIt() =>
        Assert.Equal("""{"group":[1]}""", await _http.SendAsync("GET /state/clear").CompactAsync());

    [Fact]
    public async Task State_WritesThatNobodyWaitsFor_AreDurableWhenTheAnswerComes()
    {
        await _http.SendAsync("GET /state/unawaited").TextAsync();
        Assert.Equal("""{"count":50}""", await _http.SendAsync("GET /state/count").CompactAsync());
    }

    [Fact]
    public async Task State_ACallThatBreaksARule_IsThrownInTheHandler_WithItsCode()
    {
        var error = await _http.SendAsync("GET /state/wrong").JsonAsync();
        Assert.Equal(("StateError", "Invalid"), ((string?)error!["name"], (string?)error["code"]));
        Assert.Contains("key is empty", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emit_OfATopicThatIsNotDeclared_IsThrownInTheHandler()
    {
        var error = await _http.SendAsync("GET /emit/undeclared").JsonAsync();
        Assert.Equal("UndeclaredTopic", (string?)error!["code"]);
        Assert.Contains("it lists \"declared\"", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Emit_OfSeveral_AndOneThatNobodyWaitsFor_AllArrive()
    {
        await _http.SendAsync("GET /emit/many").TextAsync();
        var notes = await shared.Project.NotesAsync("Many", 3);
        Assert.Equal(["1 1", "2 1", "3 1"], notes.Select(note => note.Text).Order());
    }

    [Fact]
    public async Task Event_WhoseDataBreakTheInputSchema_IsADeadLetterAtOnce()
    {
        await _http.EmitAsync("typed", new System.Text.Json.Nodes.JsonObject { ["text"] = 1 });
        await _http.EmitAsync("typed", new System.Text.Json.Nodes.JsonObject { ["text"] = "right" });
        var dead = Assert.Single(await _http.DeadLettersAsync("Typed", 1));
        Assert.Contains("do not satisfy the step's input schema: text", dead.Compact(), StringComparison.Ordinal);
        Assert.Equal("right", Assert.Single(await shared.Project.NotesAsync("Typed", 1)).Text);
    }

    [Fact]
    public async Task Event_WhoseHandlerThrows_IsTriedAgain_UnderTheSameId_AndTheLogHasTheStack()
    {
        await _http.EmitAsync("twice", 1);
        var notes = await shared.Project.NotesAsync("FailsTwice", 3);
        Assert.Equal([1, 2, 3], notes.Select(note => note.Attempt));
        Assert.Single(notes.DistinctBy(note => note.Id));
        Assert.Contains("FailsTwice.step.ts:7:", await shared.Silo.SaysAsync("TypeError: not yet"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_HasTheRun_TheStepAndTheArguments()
    {
        using var response = await _http.SendAsync("GET /log");
        var line = await shared.Silo.SaysAsync("told");
        Assert.EndsWith($"warn  {response.Header("x-trace-id")} GetLog told {{\"user\":\"ann\",\"nested\":{{\"deep\":true}}}}", line, StringComparison.Ordinal);
        Assert.Contains(" error ", await shared.Silo.SaysAsync("wrong {\"code\":7}"), StringComparison.Ordinal);
        Assert.Equal("""["logging"]""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_EveryOperation_AnswersAsInCSharp() => Assert.Equal(
        """[null,{"text":"one","id":"t1"},{"text":"one","id":"t1"},{"text":"one","id":"t1","done":true},[{"text":"one","id":"t1","done":true}],{"text":"one","id":"t1","done":true},[]]""",
        await _http.SendAsync("GET /stream").CompactAsync());
}
