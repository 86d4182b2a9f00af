using Microsoft.Extensions.Primitives;

namespace Motia.Silo.Tests.Api;

public sealed class ApiHeadersTests
{
    [Fact]
    public void Read_Absent_IsEmptyAndAddsNothing()
    {
        var response = ApiResponse.Empty();

        Assert.Equal(StringValues.Empty, response.Headers["x-none"]);
        Assert.False(response.Headers.ContainsKey("x-none"));
        Assert.False(response.Headers.TryGetValue("x-none", out _));
        Assert.False(response.HasHeaders);
    }

    [Fact]
    public void Read_InAnyCase_FindsTheHeader()
    {
        var response = new ApiResponse { Headers = { ["X-Order"] = "one" } };
        response.Headers["x-order"] += ", two";

        Assert.Equal("one, two", response.Headers["X-ORDER"]);
        Assert.Single(response.Headers);
    }

    [Fact]
    public void Append_ToAnAbsentHeader_SetsIt()
    {
        var response = ApiResponse.Empty();
        response.Headers["x-order"] += "one";
        response.Headers["x-many"] = StringValues.Concat(response.Headers["x-many"], new StringValues(["a", "b"]));

        Assert.Equal("one", response.Headers["x-order"]);
        Assert.Equal("a,b", response.Headers["x-many"].ToString());
    }

    [Fact]
    public void Set_ToNoValues_RemovesTheHeader()
    {
        var response = ApiResponse.Text(200, "text");
        response.Headers["content-type"] = default;

        Assert.Empty(response.Headers);
        Assert.False(response.HasHeaders);
    }
}
