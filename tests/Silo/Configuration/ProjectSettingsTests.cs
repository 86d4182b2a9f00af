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
    [InlineData("State:Retention", "7", "\"state.retention\" is \"7\"; it must be a time such as 00:00:05 (five seconds)")]
    [InlineData("Queues:Backoff", "5", "\"queues.backoff\" is \"5\"; it must be a time such as 00:00:05 (five seconds)")]
    [InlineData("Queues:Backoff", "0.5", "\"queues.backoff\" is \"0.5\"; it must be a time")]
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
    [InlineData("Queues:Backoff", "00:00:05")]
    [InlineData("Token", "secret")]
    public void Check_Right_Passes(string key, string value) => ProjectSettings.Check(Settings(key, value));

    [Fact]
    public void AddFile_FileAndEnvironment_EnvironmentWins()
    {
        using var project = new TempFolder();
        project.Write("motia.json", """{ "limits": { "body": 10 }, "validation": false }""");
        var configuration = new ConfigurationManager();
        ((IConfigurationBuilder)configuration).AddInMemoryCollection([new("Motia:Limits:Body", "20")]);

        ProjectSettings.AddFile(configuration, project.Path);

        var options = configuration.GetSection("Motia").Get<MotiaOptions>()!;
        Assert.Equal(20, options.Limits.Body);
        Assert.Equal(ValidationMode.Off, options.Validation);
    }

    [Theory]
    [InlineData("""{ "validaton": true }""", "motia.json: the setting \"validaton\" is not known")]
    [InlineData("""{ "limits": { "bdy": 1 } }""", "motia.json: the setting \"limits.bdy\" is not known")]
    [InlineData("""{ "limits": { "body": 0 } }""", "motia.json: the setting \"limits.body\" is 0")]
    [InlineData("""{ "queues": { "backlog": 0 } }""", "motia.json: the setting \"queues.backlog\" is 0")]
    [InlineData("""{ "queues": { "window": 0 } }""", "motia.json: the setting \"queues.window\" is 0")]
    public void Check_WrongInTheFile_NamesTheFile(string text, string expected)
    {
        using var project = new TempFolder();
        project.Write("motia.json", text);
        var configuration = new ConfigurationManager();
        ProjectSettings.AddFile(configuration, project.Path);

        Assert.StartsWith(expected, Assert.Throws<StartupException>(() => ProjectSettings.Check(configuration)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"validation\": nope\n}", "motia.json(2,18) can't be read: ")]
    [InlineData("{ nope", "motia.json(1,3) can't be read: ")]
    [InlineData("{\n  \"limits\": 'x\ny'\n}", "motia.json(2,13) can't be read: ")]
    public void AddFile_NotJson_NamesThePlaceFromOneInOneLine(string text, string expected)
    {
        using var project = new TempFolder();
        project.Write("motia.json", text);

        var message = Assert.Throws<StartupException>(() => ProjectSettings.AddFile(new ConfigurationManager(), project.Path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void AddFile_NotJson_NamesTheFile()
    {
        using var project = new TempFolder();
        project.Write("motia.json", "{ nope");

        var exception = Assert.Throws<StartupException>(() => ProjectSettings.AddFile(new ConfigurationManager(), project.Path));
        Assert.Contains(Path.Combine(project.Path, "motia.json"), exception.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new($"Motia:{key}", value)]).Build();
}
