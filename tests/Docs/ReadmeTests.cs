using System.Net;
using Motia.Silo.CommandLine;
using Motia.Tests.Shared;

namespace Motia.Docs.Tests;

public sealed class ReadmeTests
{
    private static readonly Page Readme = Page.Read("README.md");

    [Fact]
    public async Task Sample_RequestsOfReadme_AreAnswered()
    {
        await using var silo = await RunningSteps.StartAsync(Repository.PathOf("steps"));

        foreach (var line in Readme.Blocks("sh")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var answer = await silo.Client.SendAsync(CurlLine.Parse(line));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await Soon.Contains("hello", () => silo.Client.GetStringAsync("/messages"));
        }
    }

    [Fact]
    public async Task FirstStep_WrittenAsReadmeSays_Runs()
    {
        using var project = new TemporaryProject();
        Assert.Equal(0, await NewProject.WriteAsync(project.Directory, TextWriter.Null));
        project.Write("steps/hello/goodbye.step.cs", Readme.Blocks("csharp")[0]);
        project.Write("steps/hello/clear-table.step.cs", Readme.Blocks("csharp")[1]);
        project.Write("steps/hello/Guest.cs", Readme.Blocks("csharp")[2]);
        Assert.Equal(3, Readme.Blocks("csharp").Count);
        await using var silo = await RunningSteps.StartAsync(project.Steps);

        var lines = Readme.Blocks("sh")[^1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using var answer = await silo.Client.SendAsync(CurlLine.Parse(lines[0]));
        await Soon.Contains("Ada", async () => await (await silo.Client.SendAsync(CurlLine.Parse(lines[1]))).Content.ReadAsStringAsync());
        using var refused = await silo.Client.PostAsync("/goodbye", new StringContent("{}", null, "application/json"));

        Assert.Equal("""{"message":"Goodbye, Ada!"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("name", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"message":"Hello, World!","times":1}""", await silo.Client.GetStringAsync("/hello/World"));
    }

    [Fact]
    public void Links_OfEveryPage_LeadToFiles()
    {
        foreach (var path in new[] { "README.md", "docs/steps.md", "docs/running.md", "docs/languages.md", "docs/runner-protocol.md", "docs/architecture.md" })
        {
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(Page.Read(path).Text, @"\]\((?!http)([^)#]+)\)"))
            {
                var target = Repository.PathOf(Path.Combine(Path.GetDirectoryName(path)!, link.Groups[1].Value));
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{path} links to {link.Groups[1].Value}, which is not there.");
            }
        }
    }

    [Fact]
    public void TestCommand_OfReadme_IsWhatCiRuns()
    {
        var command = Readme.Blocks("sh")[2].Trim();

        Assert.Equal("tests/run", command);
        Assert.Contains($"exec {command}", File.ReadAllText(Repository.PathOf(".ci/run")), StringComparison.Ordinal);
    }
}
