using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>What handlers in runners do to streams reaches subscribers, in order.</summary>
public sealed class RunnerStreamFrameTests(RunnerStreamFrameTests.Shared shared) : IClassFixture<RunnerStreamFrameTests.Shared>
{
    private readonly HttpClient _http = shared.Http;

    public sealed class Shared : SharedSilo
    {
        // The test says what a handler does: [[operation, argument, …], …].
        protected override void Write(ProjectFolder project) => project
            .Write("steps/cursor-positions.stream.ts", """
                import { StreamConfig } from 'motia'

                export const config: StreamConfig = { name: 'cursorPosition', schema: { type: 'object' }, baseConfig: { storageType: 'default' } }
                """)
            .TsApi("POST /ts", "for (const [operation, ...args] of req.body) await ctx.streams.cursorPosition[operation](...args)\nreturn { status: 204 }")
            .PyApi("POST /py", """
                for operation, *args in req.body:
                        await getattr(context.streams.cursorPosition, operation)(*args)
                    return {"status": 204}
                """);
    }

    [Theory]
    [InlineData("ts")]
    [InlineData("py")]
    public async Task Changes_AndSentEvents_ReachTheGroupsSubscribersInOrder_AndThoseOfAnItemItsOwn(string language)
    {
        using var group = await StreamSocketClient.JoinedAsync(shared.Silo, "cursorPosition", language);
        await DoAsync(language, $$"""[["set","{{language}}","a b/c",{"id":"a b/c","x":10.5,"y":-3}]]""");
        Assert.Equal("""create a b/c {"id":"a b/c","x":10.5,"y":-3}""", await group.EventAsync());
        using var item = await StreamSocketClient.OpenAsync(shared.Silo);
        await item.JoinAsync("cursorPosition", language, "a b/c");
        Assert.Equal("""sync a b/c {"id":"a b/c","x":10.5,"y":-3}""", await item.EventAsync());

        await DoAsync(language, $$$"""
            [
              ["set","{{{language}}}","other",{"x":0}],
              ["send",{"groupId":"{{{language}}}" },{"type":"user-joined","data":{"user":"ü"}}],
              ["set","{{{language}}}","a b/c",{"id":"a b/c","x":1}],
              ["update","{{{language}}}","a b/c",[{"type":"increment","path":"x","by":2}]],
              ["send",{"groupId":"{{{language}}}","id":"a b/c"},{"type":"typing","data":null}],
              ["delete","{{{language}}}","a b/c"],
              ["delete","{{{language}}}","a b/c"],
              ["set","another group","a b/c",{"x":7}],
              ["set","{{{language}}}","a b/c",{"x":8}]
            ]
            """);
        string[] ofTheItem =
        [
            """update a b/c {"id":"a b/c","x":1}""", """update a b/c {"id":"a b/c","x":3}""", "event a b/c typing null", """delete a b/c {"id":"a b/c","x":3}""", """create a b/c {"x":8,"id":"a b/c"}""",
        ];
        foreach (var expected in ofTheItem)
        {
            Assert.Equal(expected, await item.EventAsync());
        }

        foreach (var expected in (string[])["""create other {"x":0,"id":"other"}""", """event user-joined {"user":"ü"}""", .. ofTheItem])
        {
            Assert.Equal(expected, await group.EventAsync());
        }
    }

    private Task<string> DoAsync(string language, string operations) => _http.SendAsync($"POST /{language}", operations).TextAsync(204);
}
