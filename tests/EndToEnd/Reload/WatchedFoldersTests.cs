using System.Globalization;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Reload;

/// <summary>A project may hold any number of folders: the silo watches those of its sources, and does without where the system has no room.</summary>
public sealed class WatchedFoldersTests : IDisposable
{
    private const int Others = 400;
    private readonly ProjectFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task ProjectWithManyOtherFolders_CostsAWatchForThoseOfItsSources_AndAHelperThatAnEditBringsIsTakenUp()
    {
        WriteHelpers("one").TsApi("GET /ts", "return { status: 200, body: 'nothing' }").PyApi("GET /py", "return {'status': 200, 'body': 'nothing'}");
        foreach (var folder in new[] { "public", "venv/lib", "steps/node_modules" })
        {
            Fill(folder);
        }

        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        Import();
        await AnswersAsync(silo, "one");
        WriteHelpers("two");
        await AnswersAsync(silo, "two");
        Assert.InRange(WatchesOf(silo), 1, 100);
    }

    [FewWatchesFact]
    public async Task StepsWithMoreFoldersThanTheSystemHasRoomFor_AreLookedAt_AndThatIsToldOnce()
    {
        WriteHelpers("one");
        Import();
        _project.Api("GET /cs", Cs(1));
        Fill("steps/deep");
        await using var silo = await SiloProcess.StartInAsync(
            _project.Root, ["--steps", _project.Steps, "--data", ":memory:"], launcher: FewWatchesFactAttribute.Launcher(Others / 2));
        await AnswersAsync(silo, "one");
        WriteHelpers("two").Api("GET /cs", Cs(2)).Write($"steps/deep/{Others - 1}/deep.step.cs", StepText.Api("Deep", "GET /deep", Cs(2)));

        await AnswersAsync(silo, "two");
        await silo.Http.AnswerBecomesAsync("GET /cs", "200 2");
        await silo.Http.AnswerBecomesAsync("GET /deep", "200 2");
        var told = Assert.Single(silo.Error, line => line.Contains("inotify", StringComparison.Ordinal));
        Assert.Contains($"below {_project.Steps}. ", told, StringComparison.Ordinal);
        Assert.Contains("raise fs.inotify.max_user_watches", told, StringComparison.Ordinal);
    }

    private static string Cs(int version) => $"return ApiResponse.Text(200, \"{version}\");";

    private ProjectFolder WriteHelpers(string text) => _project.Write("lib/words.ts", $"export const text = '{text}'\n").Write("lib/words.py", $"text = '{text}'\n");

    private void Import() => _project
        .TsApi("GET /ts", "return { status: 200, body: text }", imports: "import { text } from '../lib/words'")
        .PyApi("GET /py", "return {'status': 200, 'body': text}", imports: "from lib.words import text");

    private void Fill(string folder)
    {
        for (var i = 0; i < Others; i++)
        {
            Directory.CreateDirectory(_project.PathOf(string.Create(CultureInfo.InvariantCulture, $"{folder}/{i}")));
        }
    }

    private static async Task AnswersAsync(SiloProcess silo, string text)
    {
        await silo.Http.AnswerBecomesAsync("GET /ts", $"200 {text}");
        await silo.Http.AnswerBecomesAsync("GET /py", $"200 {text}");
    }

    private static int WatchesOf(SiloProcess silo) => Directory.EnumerateFiles($"/proc/{silo.Id}/fdinfo").SelectMany(LinesOf).Count(line => line.StartsWith("inotify", StringComparison.Ordinal));

    private static IReadOnlyList<string> LinesOf(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (IOException)
        {
            // Closed since it was listed.
            return [];
        }
    }
}
