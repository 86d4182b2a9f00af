using System.Collections.Immutable;
using Motia.Gateway.Routing;
using Motia.Grains;

namespace Motia.Gateway.Tests.Routing;

public sealed class RouteTableTests
{
    [Theory]
    [InlineData("GET", "/orders/new", "literal", "")]
    [InlineData("GET", "/orders/7", "parameter", "id=7")]
    [InlineData("GET", "/orders/7/", "parameter", "id=7")]
    [InlineData("GET", "/orders/a%2Fb", "parameter", "id=a/b")]
    [InlineData("GET", "/orders/%25", "parameter", "id=%")]
    [InlineData("GET", "/orders/7/items", "optional", "id=7")]
    [InlineData("GET", "/orders/7/items/2", "optional", "id=7 item=2")]
    [InlineData("GET", "/files", "rest", "*=")]
    [InlineData("GET", "/files/a/b%20c.txt", "rest", "*=a/b c.txt")]
    [InlineData("GET", "/orders/new/items", "optional", "id=new")]
    [InlineData("POST", "/orders/new", "parameterPost", "id=new")]
    [InlineData("HEAD", "/orders/7", "parameter", "id=7")]
    [InlineData("GET", "/", "root", "")]
    public void Find_Request_GivesStepAndParameters(string method, string path, string step, string parameters)
    {
        var route = Find(method, path, out var found);

        Assert.Equal(step, route?.Step.Name);
        Assert.Equal(parameters, string.Join(' ', found.Chunk(2).Select(pair => $"{pair[0]}={pair[1]}")));
    }

    [Theory]
    [InlineData("GET", "/Orders/new")]
    [InlineData("GET", "/orders")]
    [InlineData("GET", "/orders//items")]
    [InlineData("DELETE", "/orders/7")]
    [InlineData("GET", "/orders/7/items/2/more")]
    public void Find_NoSuchRoute_GivesNothing(string method, string path) => Assert.Null(Find(method, path, out _));

    [Fact]
    public void TryCut_MoreSegmentsThanAnyRoute_IsRefused()
    {
        Span<Range> room = stackalloc Range[RequestPath.Room];

        Assert.False(RequestPath.TryCut(string.Concat(Enumerable.Repeat("/a", 65)), isEncoded: false, room, out _));
        Assert.True(RequestPath.TryCut(string.Concat(Enumerable.Repeat("/a", 64)), isEncoded: false, room, out var path));
        Assert.Equal(64, path.Count);
    }

    private static Route? Find(string method, string path, out ImmutableArray<string> parameters)
    {
        var table = new RouteTable(
        [
            Step("root", "GET", "/"),
            Step("literal", "GET", "/orders/new"),
            Step("parameter", "GET", "/orders/:id"),
            Step("parameterPost", "POST", "/orders/:id"),
            Step("optional", "GET", "/orders/:id/items/:item?"),
            Step("rest", "GET", "/files/*"),
        ]);
        Span<Range> room = stackalloc Range[RequestPath.Room];
        Assert.True(RequestPath.TryCut(path, isEncoded: true, room, out var cut));
        return table.Find(method, cut, out parameters);
    }

    private static StepDescription Step(string name, string method, string path) =>
        new() { Name = name, Type = StepKind.Api, Language = "csharp", File = "x.step.cs", Method = method, Path = path };
}
