namespace Motia.Silo.Tests.Compilation;

/// <summary>A steps directory whose project references an assembly that was compiled first, so that no package feed is needed.</summary>
public sealed class ProjectBuildTests
{
    [Fact]
    public async Task Build_ProjectWithAReference_IsBuiltWithItAndServesOnThroughAMistake()
    {
        using var library = await LibraryAsync("one");
        using var folder = new StepFolderFixture();
        WriteProject(folder, library.Library);
        folder.Write("flow/a.step.cs", StepFolderFixture.Step("A", "Library.Text()"));

        var first = await folder.BuildAsync();
        Assert.Empty(first.Errors);
        Assert.True(first.HasDependencies);
        Assert.True(File.Exists(Path.ChangeExtension(first.AssemblyPath, ".deps.json")));
        Assert.Equal("one", StepFolderFixture.Call(first, "A"));
        Assert.Equal(Path.Combine(folder.Steps, "flow/a.step.cs"), Assert.Single(first.StepFiles));
        Assert.False(Directory.Exists(Path.Combine(folder.Steps, "obj")));

        folder.Restart();
        Assert.Equal(first.Hash, (await folder.BuildAsync()).Hash);
        Assert.Equal(0, folder.Process.Started);

        folder.Write("flow/a.step.cs", StepFolderFixture.Step("A", "Library.Nope()"));
        var broken = await folder.BuildAsync();
        var error = Assert.Single(broken.Errors);
        Assert.Equal(("steps/flow/a.step.cs", 7), (error.File, error.Line));
        Assert.StartsWith("CS0117: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("csproj", error.Message, StringComparison.Ordinal);
        Assert.Equal("one", StepFolderFixture.Call(broken, "A"));
        Assert.Equal(1, folder.Process.Started);
    }

    [Fact]
    public async Task Build_ReferencedAssemblyIsMissing_IsReported()
    {
        using var folder = new StepFolderFixture();
        WriteProject(folder, Path.Combine(folder.Project, "missing.dll"));
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "Library.Text()"));

        var build = await folder.BuildAsync();

        Assert.Null(build.AssemblyPath);
        Assert.Equal("steps/a.step.cs", Assert.Single(build.Errors).File);
    }

    private static void WriteProject(StepFolderFixture folder, string library) => folder.Write("app.csproj",
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <AssemblyName>Another.Name</AssemblyName>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{typeof(StepConfig).Assembly.Location}" />
            <Reference Include="Library" HintPath="{library}" />
          </ItemGroup>
        </Project>
        """);

    private static async Task<Compiled> LibraryAsync(string text)
    {
        var folder = new StepFolderFixture();
        folder.Write("Library.cs", $"public static class Library {{ public static string Text() => \"{text}\"; }}");
        var build = await folder.BuildAsync();
        return new Compiled(folder, build.AssemblyPath!);
    }

    private sealed record Compiled(StepFolderFixture Folder, string Library) : IDisposable
    {
        public void Dispose() => Folder.Dispose();
    }
}
