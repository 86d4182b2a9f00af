using Motia.Gateway.Routing;

namespace Motia.Gateway.Tests.Routing;

public sealed class RoutePatternTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/orders", "/orders")]
    [InlineData("/orders/", "/orders")]
    [InlineData("/orders/:id", "/orders/:")]
    [InlineData("/orders/:id?", "/orders/:?")]
    [InlineData("/files/*", "/files/*")]
    [InlineData("/a%20b", "/a b")]
    public void Parse_ValidPath_HasShape(string path, string shape)
    {
        var pattern = RoutePattern.Parse(path, out var error);

        Assert.Null(error);
        Assert.Equal(shape, pattern!.Shape);
    }

    [Theory]
    [InlineData("orders", "must start with")]
    [InlineData("", "must start with")]
    [InlineData("/orders?x=1", "no query")]
    [InlineData("/orders#top", "no query")]
    [InlineData("/orders/:", "is not a segment")]
    [InlineData("/orders/:a b", "is not a segment")]
    [InlineData("/or*ders", "is not a segment")]
    [InlineData("/files/*/more", "nothing can follow")]
    [InlineData("/:id/:id", "comes twice")]
    [InlineData("/__motia/mine", "control surface")]
    public void Parse_WrongPath_SaysWhatIsAllowed(string path, string expected)
    {
        Assert.Null(RoutePattern.Parse(path, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains($"\"{path}\"", error, StringComparison.Ordinal);
    }
}
