using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Steps;

/// <summary>Each mistake in a step is told with file, line, field, what was found and what is allowed; the other steps run.</summary>
public sealed class StepErrorTests(StepErrorTests.Shared shared) : IClassFixture<StepErrorTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project)
        {
            foreach (var (file, mistake) in StepMistakes.All.Concat(StepMistakes.Good))
            {
                project.Write($"steps/{file}.step.cs", mistake.Text);
            }
        }
    }

    public static TheoryData<string> Files => [.. StepMistakes.All.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Mistake_InAStep_IsToldWithFileLineAndWhatIsAllowed(string file)
    {
        var mistake = StepMistakes.All[file];
        var catalog = await shared.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        var errors = catalog!["errors"]!.AsArray().Where(error => (string?)error!["file"] == $"steps/{file}.step.cs").ToArray();
        var told = string.Join('\n', errors.Select(error => error!.ToJsonString()));
        Assert.True(errors.Length == 1, $"There should be one error for the file: {told}");
        Assert.All(mistake.Says, words => Assert.Contains(words, (string?)errors[0]!["message"], StringComparison.Ordinal));
        Assert.Equal(mistake.Line, (int?)errors[0]!["line"]);
        Assert.DoesNotContain(catalog["steps"]!.AsArray(), step => (string?)step!["file"] == $"steps/{file}.step.cs");
    }

    [Fact]
    public async Task OtherSteps_BesideMistakes_Run()
    {
        await shared.Http.SendAsync("GET /good").TextAsync(204);
        await shared.Http.SendAsync("GET /same-name-1").TextAsync(204);
        await shared.Http.SendAsync("GET /same/1").TextAsync(204);
        await shared.Http.SendAsync("GET /same-name-2").TextAsync(404);
        await shared.Http.SendAsync("GET /__motia/health/ready").TextAsync();
    }

    [Fact]
    public void Mistakes_InDevelopment_AreInTheTableOnStderr() =>
        Assert.All(["MethodUnknown", "HandlerParameters", "Syntax"], file => Assert.Contains(shared.Silo.Error, line =>
            line.StartsWith($"  error steps/{file}.step.cs({StepMistakes.All[file].Line})", StringComparison.Ordinal)
            && line.Contains(StepMistakes.All[file].Says[0], StringComparison.Ordinal)));

    [Fact]
    public async Task Mistakes_OnTheStatusPage_AreShownEscaped()
    {
        var page = await shared.Http.SendAsync("GET /__motia/").TextAsync();
        Assert.Contains("steps/MethodUnknown.step.cs", page, StringComparison.Ordinal);
        Assert.Contains("ApiRequest&lt;TBody&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistake_InProduction_EndsTheSiloBeforeItListens()
    {
        using var project = new ProjectFolder().Api("GET /good", "return ApiResponse.Empty();").Write("steps/bad.step.cs", StepMistakes.All["MethodUnknown"].Text);
        var output = await SiloProcess.RunAsync(["--steps", project.Steps, "--data", ":memory:", "--environment", "Production"]);
        Assert.Equal(1, output.ExitCode);
        Assert.Empty(output.Out);
        Assert.Contains(output.Error, line => line.Contains("The steps have 1 error, ", StringComparison.Ordinal));
        Assert.Contains(output.Error, line => line.Contains("steps/bad.step.cs(", StringComparison.Ordinal) && line.Contains("FETCH", StringComparison.Ordinal));
        Assert.DoesNotContain(output.Error, line => line.Contains("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public static void Configure(IServiceCollection services) => throw new InvalidOperationException(\"no services today\");", "no services today")]
    [InlineData("public static void Configure() { }", "Configure(IServiceCollection services)")]
    [InlineData("public static int Configure(IServiceCollection services) => 1;", "Configure(IServiceCollection services)")]
    public async Task Startup_Wrong_IsAStepError(string members, string says)
    {
        using var project = new ProjectFolder()
            .Api("GET /good", "return ApiResponse.Empty();")
            .Write("steps/Startup.cs", $$"""
                using Microsoft.Extensions.DependencyInjection;

                public static class Startup
                {
                    {{members}}
                }
                """);
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        var catalog = await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        var error = Assert.Single(catalog!["errors"]!.AsArray());
        Assert.Contains(says, (string?)error!["message"], StringComparison.Ordinal);
        Assert.Equal("steps/Startup.cs", (string?)error["file"]);
    }

    [Fact]
    public async Task Mistake_InAFileBesideTheSteps_IsToldWithItsLineAndTheStepsThatDontNeedItRun()
    {
        using var project = new ProjectFolder()
            .Api("GET /good", "return ApiResponse.Empty();")
            .Api("GET /needs", "return ApiResponse.Json(200, new Broken());")
            .Write("steps/Broken.cs", "public sealed class Broken\n{\n    public int Value => \"text\";\n}\n");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        var catalog = await silo.Http.SendAsync("GET /__motia/catalog").JsonAsync();
        Assert.Contains(catalog!["errors"]!.AsArray(), error => (string?)error!["file"] == "steps/Broken.cs" && (int?)error["line"] == 3);
        await silo.Http.SendAsync("GET /good").TextAsync(204);
        await silo.Http.SendAsync("GET /needs").TextAsync(404);
    }
}
