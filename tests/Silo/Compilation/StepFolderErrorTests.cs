namespace Motia.Silo.Tests.Compilation;

public sealed class StepFolderErrorTests
{
    [Fact]
    public async Task Build_OneFileWithSyntaxAndOneWithTypeError_ReportsBothAndKeepsTheRest()
    {
        using var folder = new StepFolderFixture();
        folder.Write("good.step.cs", StepFolderFixture.Step("Good", "\"good\""));
        folder.Write("syntax.step.cs", "public static class Syntax\n{\n    int F( => 1;\n}\n");
        folder.Write("types.step.cs", "public static class Types\n{\n    static int F() => \"text\";\n    static int G() => nope;\n}\n");

        var build = await folder.BuildAsync();

        Assert.Equal("good", StepFolderFixture.Call(build, "Good"));
        Assert.Single(build.StepFiles);
        Assert.Contains(build.Errors, error => error.File == "steps/syntax.step.cs" && error.Line == 3);
        Assert.Equal([3, 4], build.Errors.Where(error => error.File == "steps/types.step.cs").Select(error => error.Line!.Value));
        Assert.Equal(3, folder.Process.Started);
    }

    [Fact]
    public async Task Build_EveryFileHasErrors_HasNoAssembly()
    {
        using var folder = new StepFolderFixture();
        folder.Write("bad.step.cs", "nonsense");

        var build = await folder.BuildAsync();

        Assert.Null(build.AssemblyPath);
        Assert.NotEmpty(build.Errors);
        Assert.All(build.Errors, error => Assert.Equal("steps/bad.step.cs", error.File));
    }

    [Fact]
    public async Task Build_ManyErrorsInAFile_AreBounded()
    {
        using var folder = new StepFolderFixture();
        folder.Write("bad.step.cs", "class A\n{\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"    int F{i}() => nope{i};\n")) + "}\n");

        Assert.Equal(20, (await folder.BuildAsync()).Errors.Count);
    }

    [Fact]
    public async Task Build_FileBroken_ItsLastGoodVersionServesWithoutASecondCompilation()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"first\""));
        folder.Write("b.step.cs", StepFolderFixture.Step("B", "\"b\""));
        var first = await folder.BuildAsync();

        folder.Write("a.step.cs", StepFolderFixture.Step("A", "nope"));
        var broken = await folder.BuildAsync();

        Assert.Equal(first.Hash, broken.Hash);
        Assert.Equal("first", StepFolderFixture.Call(broken, "A"));
        Assert.Equal(("steps/a.step.cs", 7), (Assert.Single(broken.Errors).File, broken.Errors[0].Line));
        Assert.Equal(2, folder.Process.Started);
    }

    [Fact]
    public async Task Build_FileBrokenWhileAnotherChanges_TheOtherChangeIsServed()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"first\""));
        folder.Write("b.step.cs", StepFolderFixture.Step("B", "\"b\""));
        await folder.BuildAsync();

        folder.Write("a.step.cs", StepFolderFixture.Step("A", "nope"));
        folder.Write("b.step.cs", StepFolderFixture.Step("B", "\"changed\""));
        var broken = await folder.BuildAsync();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"mended\""));
        var mended = await folder.BuildAsync();

        Assert.Equal("first", StepFolderFixture.Call(broken, "A"));
        Assert.Equal("changed", StepFolderFixture.Call(broken, "B"));
        Assert.Equal(2, broken.StepFiles.Count);
        Assert.Empty(mended.Errors);
        Assert.Equal("mended", StepFolderFixture.Call(mended, "A"));
    }

    [Fact]
    public async Task Build_FileBrokenBeforeARestart_ItsLastGoodVersionComesFromTheCache()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"first\""));
        await folder.BuildAsync();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "nope"));
        folder.Write("new.step.cs", StepFolderFixture.Step("New", "\"new\""));
        folder.Restart();

        var build = await folder.BuildAsync();

        Assert.Equal("first", StepFolderFixture.Call(build, "A"));
        Assert.Equal("new", StepFolderFixture.Call(build, "New"));
        Assert.Equal("steps/a.step.cs", Assert.Single(build.Errors).File);
    }

    [Fact]
    public async Task Build_HelperChangesUnderItsUsers_TheWholeLastBuildServes()
    {
        using var folder = new StepFolderFixture();
        folder.Write("Words.cs", "public static class Words { public const string One = \"one\"; }");
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "Words.One"));
        var first = await folder.BuildAsync();

        folder.Write("Words.cs", "public static class Words { public const string Two = \"two\"; }");
        var build = await folder.BuildAsync();

        Assert.Equal(first.Hash, build.Hash);
        Assert.Equal("one", StepFolderFixture.Call(build, "A"));
        Assert.Equal("steps/a.step.cs", Assert.Single(build.Errors).File);
    }

    [Fact]
    public async Task Build_HelperBrokenFromTheStart_IsReportedWithItsUsers()
    {
        using var folder = new StepFolderFixture();
        folder.Write("Words.cs", "public static class Words { public const string One = nope; }");
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "Words.One"));
        folder.Write("b.step.cs", StepFolderFixture.Step("B", "\"b\""));

        var build = await folder.BuildAsync();

        Assert.Equal(["steps/Words.cs", "steps/a.step.cs"], build.Errors.Select(error => error.File));
        Assert.False(StepFolderFixture.Has(build, "A"));
        Assert.Equal("b", StepFolderFixture.Call(build, "B"));
    }

    [Fact]
    public async Task Build_FileDeleted_ItsStepIsGone()
    {
        using var folder = new StepFolderFixture();
        folder.Write("a.step.cs", StepFolderFixture.Step("A", "\"a\""));
        folder.Write("b.step.cs", StepFolderFixture.Step("B", "\"b\""));
        await folder.BuildAsync();
        folder.Delete("a.step.cs");

        var build = await folder.BuildAsync();

        Assert.False(StepFolderFixture.Has(build, "A"));
        Assert.Empty(build.Errors);
    }
}
