using System.Text.Json.Nodes;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

/// <summary>Mistakes in definitions are told like those in steps, and the other streams are served.</summary>
public sealed class StreamDefinitionTests(StreamDefinitionTests.Shared shared) : IClassFixture<StreamDefinitionTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Stream("Todos")
            .Write("steps/first.stream.cs", Definition("First", "Same"))
            .Write("steps/second_stream.cs", Definition("Second", "Same"))
            .Write("steps/badname.stream.cs", Definition("BadName", "a|b"))
            .Write("steps/throws.stream.cs", """
                using Motia;
                public static class Throws { public static readonly StreamDefinition<object> Config = Make(); static StreamDefinition<object> Make() => throw new InvalidOperationException("as thrown"); }
                """)
            .Write("steps/nothing.stream.cs", "public static class Nothing;")
            .Write("steps/astep.stream.cs", StepText.Api("AStep", "GET /a-step", "return ApiResponse.Empty();"))
            .Write("steps/astream.step.cs", Definition("AStream", "AStream"))
            .Write("steps/other.stream.rb", "export const config = {}");

        private static string Definition(string type, string name) =>
            $$"""
            using Motia;
            public static class {{type}} { public static readonly StreamDefinition<object> Config = new() { Name = "{{name}}" }; }
            """;
    }

    [Theory]
    [InlineData("steps/second_stream.cs", "\"name\" is \"Same\", which is also the name of the stream in steps/first.stream.cs")]
    [InlineData("steps/badname.stream.cs", "\"name\" has \"a|b\"; a name has 1–128 characters")]
    [InlineData("steps/throws.stream.cs", "making the config of Throws failed: InvalidOperationException: as thrown")]
    [InlineData("steps/nothing.stream.cs", "no stream is here, though the file's name says so")]
    [InlineData("steps/astep.stream.cs", "no stream is here, though the file's name says so")]
    [InlineData("steps/astream.step.cs", "no step is here, though the file's name says so")]
    [InlineData("steps/other.stream.rb", "streams in this language are not read")]
    public async Task Mistake_IsToldWithItsFile(string file, string message)
    {
        var catalog = await shared.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        var error = catalog!["errors"]!.AsArray().Single(error => (string?)error!["file"] == file);
        Assert.StartsWith(message, (string?)error!["message"], StringComparison.Ordinal);
        Assert.Contains(shared.Silo.Error, line => line.Contains(file, StringComparison.Ordinal) && line.Contains(message[..20], StringComparison.Ordinal));
    }

    [Fact]
    public async Task OtherStreams_AreServed()
    {
        var catalog = await shared.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        Assert.Equal(["Same", "Todos"], catalog!["streams"]!.AsArray().Select(stream => (string?)stream!["name"]));
        await shared.Http.SetAsync("Todos", "g", "t1", "{}");
    }

    [Fact]
    public void Config_InAFileOfTheOtherKind_IsAWarningThatSaysHowToNameIt()
    {
        Assert.Contains(shared.Silo.Error, line => line.Contains("name the file astep.stream.step.cs", StringComparison.Ordinal));
        Assert.Contains(shared.Silo.Error, line => line.Contains("name the file astream.step.stream.cs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Definition_ThatBreaks_KeepsServingItsLastGoodVersion()
    {
        using var project = new ProjectFolder().Stream("Todos");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        using var socket = await StreamSocketClient.JoinedAsync(silo, "Todos", "g");
        project.Stream("Todos", "Nonsense = 1,");
        await HasAsync(silo, catalog => catalog["errors"]!.AsArray().Count > 0 && catalog["streams"]![0]!["stale"] is not null);
        await silo.Http.SetAsync("Todos", "g", "t1", "{}");
        Assert.Equal("""create t1 {"id":"t1"}""", await socket.EventAsync());
        project.Stream("Todos");
        await HasAsync(silo, catalog => catalog["errors"]!.AsArray().Count == 0 && catalog["streams"]![0]!["stale"] is null);
    }

    private static Task<JsonNode?> HasAsync(SiloProcess silo, Func<JsonNode, bool> condition) =>
        Eventually.Answers(() => silo.Http.SendAsync("GET /__motia/catalog").JsonAsync(), catalog => condition(catalog!));
}
