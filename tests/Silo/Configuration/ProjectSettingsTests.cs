using Microsoft.Extensions.Configuration;
using Motia.Silo.CommandLine;
using Motia.Silo.Configuration;

namespace Motia.Silo.Tests.Configuration;

public sealed class ProjectSettingsTests
{
    [Theory]
    [InlineData("nonsense", "1", "\"nonsense\" is not known")]
    [InlineData("Cors:Origin", "x", "\"cors.origin\" is not known; here can be \"origins\"")]
    [InlineData("Limits:Body", "lots", "\"limits.body\" is \"lots\"; it must be a whole number")]
    [InlineData("Limits:Body", "0", "1 byte or more")]
    [InlineData("Validation", "maybe", "one of Off, On")]
    [InlineData("Logs:Format", "Xml", "one of Text, Json")]
    [InlineData("State:Retention", "-1.00:00:00", "above zero")]
    [InlineData("Cors:Origins:0", "example.org", "\"example.org\"")]
    [InlineData("Cors:Origins:0", "https://example.org/path", "a scheme, a host")]
    public void Check_Wrong_NamesTheSettingAndWhatIsAllowed(string key, string value, string expected)
    {
        var exception = Assert.Throws<StartupException>(() => ProjectSettings.Check(Settings(key, value)));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VALIDATION", "false")]
    [InlineData("Validation", "off")]
    [InlineData("limits:body", "1024")]
    [InlineData("Cors:Origins:0", "https://example.org")]
    [InlineData("Cors:Origins:0", "http://localhost:5173")]
    [InlineData("Logs:Format", "json")]
    [InlineData("State:Retention", "7.00:00:00")]
    [InlineData("Token", "secret")]
    public void Check_Right_Passes(string key, string value) => ProjectSettings.Check(Settings(key, value));

    [Fact]
    public void AddFile_FileAndEnvironment_EnvironmentWins()
    {
        using var project = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(project.Path, "motia.json"), """{ "limits": { "body": 10 }, "validation": false }""");
        var configuration = new ConfigurationManager();
        ((IConfigurationBuilder)configuration).AddInMemoryCollection([new("Motia:Limits:Body", "20")]);

        ProjectSettings.AddFile(configuration, project.Path);

        var options = configuration.GetSection("Motia").Get<MotiaOptions>()!;
        Assert.Equal(20, options.Limits.Body);
        Assert.Equal(ValidationMode.Off, options.Validation);
    }

    [Fact]
    public void AddFile_NotJson_NamesTheFile()
    {
        using var project = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(project.Path, "motia.json"), "{ nope");

        var exception = Assert.Throws<StartupException>(() => ProjectSettings.AddFile(new ConfigurationManager(), project.Path));
        Assert.Contains(Path.Combine(project.Path, "motia.json"), exception.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new($"Motia:{key}", value)]).Build();
}
