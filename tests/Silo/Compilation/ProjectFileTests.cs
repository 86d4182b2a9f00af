using Motia.Silo.Compilation;

namespace Motia.Silo.Tests.Compilation;

public sealed class ProjectFileTests
{
    [Theory]
    [InlineData(false, "<ProjectReference Include=\"..\\abstractions\\Motia.Abstractions\\Motia.Abstractions.csproj\" />")]
    [InlineData(false, "<PackageReference Include=\"Motia.Abstractions\" Version=\"0.1.0\" />")]
    [InlineData(false, "<Reference Include=\"Motia.Abstractions, Version=0.1.0.0\" />")]
    [InlineData(true, "<PackageReference Include=\"Dapper\" Version=\"2.0.0\" />")]
    [InlineData(true, "<ProjectReference Include=\"../Shop/Shop.csproj\" />")]
    [InlineData(true, "<Reference Include=\"lib/Shop.dll\" />")]
    [InlineData(true, "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />")]
    public void Read_References_DecideWhoBuilds(bool needsBuild, string item)
    {
        using var root = new TempFolder();
        var path = root.Write("app.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\">\n<ItemGroup>{item}</ItemGroup></Project>");

        Assert.Equal(needsBuild, ProjectFile.Read(path).NeedsBuild);
    }

    [Fact]
    public void Read_AnotherSdk_NeedsBuild()
    {
        using var root = new TempFolder();

        Assert.True(ProjectFile.Read(root.Write("app.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />")).NeedsBuild);
    }

    [Fact]
    public async Task Build_UsingsOfTheProject_AreGlobalInTheSteps()
    {
        using var folder = new StepFolderFixture();
        folder.Write("../app.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <Using Include="System.Text" />
                <Using Include="System.Math" Static="true" />
                <Using Include="System.Globalization.CultureInfo" Alias="Culture" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "new StringBuilder().Append(Culture.InvariantCulture, $\"{Max(1, 2)}\").ToString()"));

        var build = await folder.BuildAsync();

        Assert.Empty(build.Errors);
        Assert.Equal("2", StepFolderFixture.Call(build, "A"));
    }

    [Fact]
    public async Task Build_UsingThatDoesNotExist_IsReportedInTheProject()
    {
        using var folder = new StepFolderFixture();
        folder.Write("app.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n<ItemGroup>\n<Using Include=\"No.Such\" />\n</ItemGroup>\n</Project>");
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));

        var error = Assert.Single((await folder.BuildAsync()).Errors);

        Assert.Equal(("steps/app.csproj", 3), (error.File, error.Line));
    }

    [Fact]
    public async Task Build_ProjectIsNotXml_IsReportedAndTheStepsCompile()
    {
        using var folder = new StepFolderFixture();
        folder.Write("app.csproj", "<Project>\n<oops</Project>");
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));

        var build = await folder.BuildAsync();

        Assert.Equal(("steps/app.csproj", 2), (Assert.Single(build.Errors).File, build.Errors[0].Line));
        Assert.Equal("a", StepFolderFixture.Call(build, "A"));
    }

    [Fact]
    public async Task Build_TwoProjects_NamesBoth()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        folder.Write("b.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));

        Assert.Contains("a.csproj, b.csproj", Assert.Single((await folder.BuildAsync()).Errors).Message, StringComparison.Ordinal);
    }
}
