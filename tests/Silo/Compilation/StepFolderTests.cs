using System.Diagnostics;

namespace Motia.Silo.Tests.Compilation;

public sealed class StepFolderTests
{
    [Fact]
    public async Task Build_StepsAndHelpers_MakeOneAssembly()
    {
        using var folder = new StepFolderFixture();
        folder.Write("greet/greet.step.cs", StepFolderFixture.Step("Greet", "Greeting.Text() + Words.More"));
        folder.Write("greet/old_step.cs", StepFolderFixture.Step("Old", "\"old\""));
        folder.Write("Greeting.cs", StepFolderFixture.Implicit);
        folder.Write("shared/Words.cs", "public static class Words { public const string? More = \" more\"; }");
        folder.Write("obj/Junk.cs", "this is not C#");
        folder.Write(".hidden/Junk.cs", "this is not C#");

        var build = await folder.BuildAsync();

        Assert.Empty(build.Errors);
        Assert.Equal("one two more", StepFolderFixture.Call(build, "Greet"));
        Assert.Equal("old", StepFolderFixture.Call(build, "Old"));
        Assert.Equal(
            [Path.Combine(folder.Steps, "greet/greet.step.cs"), Path.Combine(folder.Steps, "greet/old_step.cs")], build.StepFiles.Order(StringComparer.Ordinal));
        Assert.Equal(1, folder.Process.Started);
        Assert.False(build.HasDependencies);
    }

    [Fact]
    public async Task Build_NoSources_HasNoAssembly()
    {
        using var folder = new StepFolderFixture();
        folder.Write("readme.md", "nothing here");

        var build = await folder.BuildAsync();

        Assert.Null(build.AssemblyPath);
        Assert.Empty(build.Errors);
        Assert.Equal(0, folder.Process.Started);
    }

    [Fact]
    public async Task Build_PathWithSpacesAndNonAsciiAndParentheses_CompilesAndReportsThere()
    {
        using var folder = new StepFolderFixture("motia é (1,2) = ä, b ");
        folder.Write("grüße (3,4)/a step.step.cs", StepFolderFixture.Step("Good", "Where()").Replace(
            "Where()", "new System.Diagnostics.StackTrace(true).GetFrame(0)!.GetFileName()!", StringComparison.Ordinal));
        folder.Write("grüße (3,4)/ß.step.cs", "public static class Bad\n{\n    static int F() => nope;\n}\n");

        var build = await folder.BuildAsync();

        var error = Assert.Single(build.Errors);
        Assert.Equal("steps/grüße (3,4)/ß.step.cs", error.File);
        Assert.Equal(3, error.Line);
        Assert.StartsWith("CS0103: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(folder.Steps, "grüße (3,4)/a step.step.cs"), StepFolderFixture.Call(build, "Good"));
    }

    [Fact]
    public async Task Build_HandlerThrows_StackNamesTheRealFileAndLine()
    {
        using var folder = new StepFolderFixture();
        var path = folder.Write("boom.step.cs", "public static class Boom\n{\n    public static string Text() =>\n        throw new InvalidOperationException();\n}\n");

        var build = await folder.BuildAsync();

        var thrown = Assert.ThrowsAny<Exception>(() => StepFolderFixture.Call(build, "Boom")).InnerException!;
        var frame = new StackTrace(thrown, fNeedFileInfo: true).GetFrame(0)!;
        Assert.Equal((path, 4), (frame.GetFileName(), frame.GetFileLineNumber()));
    }

    [Fact]
    public async Task Build_SourceNamesGeneratorAttribute_RunsTheFrameworksGenerator()
    {
        using var folder = new StepFolderFixture();
        folder.Write("regex.step.cs",
            """
            using System.Text.RegularExpressions;

            public static partial class Matches
            {
                public static string Text() => Digits().Match("a12").Value;

                [GeneratedRegex(@"\d+")]
                private static partial Regex Digits();
            }
            """);

        var build = await folder.BuildAsync();

        Assert.Empty(build.Errors);
        Assert.Equal("12", StepFolderFixture.Call(build, "Matches"));
    }

    [Fact]
    public async Task Build_DirectoryIsMissing_ReportsIt()
    {
        using var folder = new StepFolderFixture();
        Directory.Delete(folder.Steps);

        var build = await folder.BuildAsync();

        var error = Assert.Single(build.Errors);
        Assert.Equal("steps", error.File);
        Assert.Contains("cannot be compiled", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_ErrorWithoutAFileOfTheDirectory_IsTheDirectorys()
    {
        using var folder = new StepFolderFixture();
        folder.Write("mapped.step.cs", "#line 7 \"elsewhere.txt\"\nclass A { int F() => nope; }\n");

        var build = await folder.BuildAsync();

        Assert.Null(build.AssemblyPath);
        Assert.Equal(("steps", null), (Assert.Single(build.Errors).File, build.Errors[0].Line));
    }

    [Fact]
    public async Task Build_LinksFormALoop_Ends()
    {
        using var folder = new StepFolderFixture();
        folder.Write("flow/a.step.cs", StepFolderFixture.Step("A", "\"a\""));
        Directory.CreateSymbolicLink(Path.Combine(folder.Steps, "flow", "loop"), folder.Steps);

        var build = await folder.BuildAsync();

        Assert.Empty(build.Errors);
        Assert.Single(build.StepFiles);
    }
}
