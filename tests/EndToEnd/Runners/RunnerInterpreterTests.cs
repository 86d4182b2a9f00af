using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Runners;

/// <summary>The Python of a project's own environment is the one that runs its steps.</summary>
public sealed class RunnerInterpreterTests : IDisposable
{
    private readonly ProjectFolder _project = new ProjectFolder()
        .PyApi("GET /which", "return {'status': 200, 'body': {'which': os.environ.get('WHICH_PYTHON')}}", imports: "import os");

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData(".venv")]
    [InlineData("python_modules")]
    public async Task Python_OfTheProjectsEnvironment_Runs(string folder)
    {
        Python(folder);
        Assert.Equal($$"""{"which":"{{folder}}"}""", await WhichAsync());
    }

    [Fact]
    public async Task Python_OfBothEnvironments_TheOneOfVenvRuns()
    {
        Python("python_modules");
        Python(".venv");
        Assert.Equal("""{"which":".venv"}""", await WhichAsync());
    }

    [Fact]
    public async Task Python_ThatASettingNames_ComesBeforeTheEnvironment()
    {
        Python(".venv");
        Python("other");
        _project.Write("motia.json", $$"""{ "runners": { "python": "{{_project.PathOf("other/bin/python")}}" } }""");
        Assert.Equal("""{"which":"other"}""", await WhichAsync());
    }

    [Fact]
    public async Task Interpreter_WhoseFirstStartFails_IsTriedAgainWithoutAnEdit()
    {
        _project.TsApi("GET /up", "return { status: 200, body: 'up' }").Write("flaky", "#!/bin/sh\n[ -e tried ] || { touch tried; echo 'no room just now' >&2; exit 1; }\nexec node \"$@\"\n")
            .Write("motia.json", """{ "runners": { "node": "flaky" } }""");
        File.SetUnixFileMode(_project.PathOf("flaky"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        await silo.SaysAsync("no room just now");
        await silo.Http.StatusBecomesAsync("GET /up", 200);
    }

    private void Python(string folder)
    {
        var path = $"{folder}/bin/python";
        _project.Write(path, $"#!/bin/sh\nexport WHICH_PYTHON={folder}\nexec python3 \"$@\"\n");
        File.SetUnixFileMode(_project.PathOf(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<string> WhichAsync()
    {
        await using var silo = await SiloProcess.StartAsync(_project, "--data", ":memory:");
        return await silo.Http.SendAsync("GET /which").CompactAsync();
    }
}
