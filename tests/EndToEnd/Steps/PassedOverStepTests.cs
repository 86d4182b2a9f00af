using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Steps;

/// <summary>A class with a step's config in a file whose name is no step's is not loaded, and that is said.</summary>
public sealed class PassedOverStepTests
{
    [Fact]
    public async Task Step_InAFileThatIsNotNamedSo_IsAWarningWithFileAndClass()
    {
        using var project = new ProjectFolder()
            .Api("GET /good", "return ApiResponse.Empty();")
            .Write("steps/Misnamed.cs", StepText.Api("Misnamed", "GET /misnamed", "return ApiResponse.Empty();"));
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        await silo.Http.SendAsync("GET /misnamed").TextAsync(404);
        Assert.Empty(await silo.Http.StepErrorsAsync());
        await silo.SaysAsync("steps/Misnamed.cs(");
        var warning = Assert.Single(silo.Error, line => line.Contains("steps/Misnamed.cs(", StringComparison.Ordinal));
        Assert.Contains(" warn ", warning, StringComparison.Ordinal);
        Assert.Contains("name the file Misnamed.step.cs", warning, StringComparison.Ordinal);

        File.Move(project.PathOf("steps/Misnamed.cs"), project.PathOf("steps/Misnamed.step.cs"));
        await silo.Http.StatusBecomesAsync("GET /misnamed", 204);
    }
}
