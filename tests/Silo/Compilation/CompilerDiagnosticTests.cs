using Motia.Silo.Compilation;

namespace Motia.Silo.Tests.Compilation;

public sealed class CompilerDiagnosticTests
{
    [Theory]
    [InlineData("a (1,2) é/b.step.cs(6,30): error CS0103: The name 'x' (1,2): error", "a (1,2) é/b.step.cs", 6, "CS0103: The name 'x' (1,2): error")]
    [InlineData("/p/a.csproj : error NU1101: Unable to find package X. [/p/a.csproj]", "/p/a.csproj", null, "NU1101: Unable to find package X.")]
    [InlineData("/p/a.csproj(3,5): error MSB4025: Not XML [there].", "/p/a.csproj", 3, "MSB4025: Not XML [there].")]
    [InlineData("error CS0006: Metadata file 'X' could not be found", null, null, "CS0006: Metadata file 'X' could not be found")]
    public void Parse_OneError_TellsFileLineAndMessage(string printed, string? file, int? line, string message) =>
        Assert.Equal(new CompilerDiagnostic(file, line, message), Assert.Single(CompilerDiagnostic.Parse(new ToolOutput(1, $"noise\n{printed}\r\n", ""))));

    [Fact]
    public void Parse_NothingReadable_TellsTheExitCodeAndTheText() =>
        Assert.Equal(
            "the compiler ended with exit code 134: Out of memory.",
            Assert.Single(CompilerDiagnostic.Parse(new ToolOutput(134, "", "Out of memory.\n"))).Message);
}
