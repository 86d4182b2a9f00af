using Motia.Silo.Runners;

namespace Motia.Silo.Tests.Runners;

public sealed class DotEnvTests
{
    [Theory]
    [InlineData("A=b", "A=b")]
    [InlineData("  A = b c  # told", "A=b c")]
    [InlineData("export A=b", "A=b")]
    [InlineData("# A=b\n\nB=c", "B=c")]
    [InlineData("A='b # c'", "A=b # c")]
    [InlineData("A=\"b\\nc\"", "A=b\nc")]
    [InlineData("A='b\\nc'", "A=b\\nc")]
    [InlineData("A=\"one\ntwo\"\nB=c", "A=one\ntwo|B=c")]
    [InlineData("A=", "A=")]
    [InlineData("A=b=c", "A=b=c")]
    [InlineData("A=b\r\nB=c\r\n", "A=b|B=c")]
    [InlineData("nonsense\nA=b", "A=b")]
    [InlineData("URL=http://host/#part", "URL=http://host/")]
    public void Lines_AreReadAsDotenvDoes(string text, string found) => Assert.Equal(found, string.Join('|', DotEnv.Parse(text).Select(pair => $"{pair.Key}={pair.Value}")));

    [Fact]
    public void Names_ThatStandTwice_HaveTheirLastValue_AndTheSilosOwnComesFirst()
    {
        using var folder = new TempFolder();
        folder.Write(".env", "A=first\nB=of the file\nA=last\n");
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["B"] = "of the silo" };
        RunnerEnvironment.Apply(environment, folder.Path);
        Assert.Equal(("last", "of the silo"), (environment["A"], environment["B"]));
    }
}
