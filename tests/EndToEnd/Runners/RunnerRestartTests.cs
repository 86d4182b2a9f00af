using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>A run that waits for a person, for days if need be, goes on in another silo on the same data.</summary>
public sealed class RunnerRestartTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder()
        .Write("steps/orders.stream.ts", "export const config = { name: 'orders', schema: { type: 'object' }, baseConfig: { storageType: 'default' } }\n")
        .TsApi("POST /orders", "await ctx.state.set('orders', '7', { id: '7', status: 'new', steps: ['submitted'] }); await ctx.emit({ topic: 'submitted', data: { id: '7' } }); return { status: 201, body: {} }")
        .TsEvent("Judges", "submitted", """
            const order = await ctx.state.get('orders', input.id)
            order.status = 'waiting'
            order.steps.push('judged')
            await ctx.state.set('orders', input.id, order)
            await ctx.streams.orders.set('all', input.id, order)
            """)
        .TsApi("POST /orders/:id/approve", """
            const order = await ctx.state.get('orders', req.pathParams.id)
            if (order?.status !== 'waiting') return { status: order ? 400 : 404, body: { status: order?.status } }
            await ctx.state.set('orders', order.id, { ...order, status: 'approved', by: req.body.by })
            await ctx.emit({ topic: 'approved', data: { id: order.id } })
            return { status: 200, body: {} }
            """)
        .TsEvent("Completes", "approved", """
            const order = await ctx.state.get('orders', input.id)
            await ctx.state.set('orders', input.id, { ...order, status: 'completed', steps: [...order.steps, 'completed'] })
            await ctx.streams.orders.delete('all', input.id)
            """);

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Run_ThatWaits_GoesOnAfterARestart_WhereItWas()
    {
        const string Waiting = """{"id":"7","status":"waiting","steps":["submitted","judged"]}""";
        await using (var silo = await SiloProcess.StartAsync(_project))
        {
            await silo.Http.SendAsync("POST /orders").TextAsync(201);
            await silo.Http.CountsBecomeAsync("Judges", "0 0 0 0 1");
            Assert.Equal(0, (await silo.StopAsync()).ExitCode);
        }

        await using var next = await SiloProcess.StartAsync(_project);
        Assert.Equal(Waiting, await OrderAsync(next));
        using var socket = await StreamSocketClient.OpenAsync(next);
        await socket.JoinAsync("orders", "all");
        Assert.Equal($"sync [{Waiting}]", await socket.EventAsync());
        await next.Http.SendAsync("POST /orders/8/approve", """{"by":"ann"}""").TextAsync(404);
        await next.Http.SendAsync("POST /orders/7/approve", """{"by":"ann"}""").TextAsync();
        await next.Http.CountsBecomeAsync("Completes", "0 0 0 0 1");
        Assert.Equal("""{"id":"7","status":"completed","steps":["submitted","judged","completed"],"by":"ann"}""", await OrderAsync(next));
        Assert.Equal($"delete 7 {Waiting}", await socket.EventAsync());
        Assert.Equal("""{"status":"completed"}""", await next.Http.SendAsync("POST /orders/7/approve", """{"by":"ann"}""").CompactAsync(400));
    }

    private static async Task<string> OrderAsync(SiloProcess silo) => (await silo.Http.SendAsync("GET /__motia/state/item?group=orders&key=7").JsonAsync())!["value"].Compact();
}
