using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Motia.Silo.Processes;

namespace Motia.Silo.Runners;

/// <summary>Starts the runner processes of one language for one project.</summary>
internal sealed class RunnerLauncher(RunnerLanguage language, string? interpreter, int threads, string projectDirectory, ILogger logger) : IRunnerLauncher
{
    private static readonly string[] Environments = [".venv", "python_modules"];

    public IRunnerProcess Launch(string socketPath)
    {
        var command = Interpreter();
        var program = Path.Combine(RunnerLocation.Demand(), language.Program);
        DemandPackages(program);
        var start = ChildProcess.Prepare(command, projectDirectory, [program, "--socket", socketPath, "--project", projectDirectory, .. Threads()]);
        start.RedirectStandardInput = true;
        RunnerEnvironment.Apply(start.Environment, projectDirectory);
        try
        {
            return RunnerProcess.Start(start, logger);
        }
        catch (Win32Exception exception)
        {
            throw new RunnerStartException(
                $"\"{command}\" was not found or cannot be run ({exception.Message}); install {language.ToInstall}, or name it in motia.json as \"{language.Setting}\".", exception) { IsMissingRuntime = true };
        }
    }

    private string[] Threads() => language == RunnerLanguage.Python ? ["--threads", threads.ToString(CultureInfo.InvariantCulture)] : [];

    private string Interpreter()
    {
        if (interpreter is not null)
        {
            return Path.GetFullPath(interpreter, projectDirectory) is var path && File.Exists(path) ? path : interpreter;
        }

        if (language == RunnerLanguage.Node)
        {
            return "node";
        }

        // A project's own environment comes first, as its packages are there.
        string[] bin = OperatingSystem.IsWindows() ? ["Scripts", "python.exe"] : ["bin", "python"];
        return Environments.Select(folder => Path.Combine([projectDirectory, folder, .. bin])).FirstOrDefault(File.Exists)
            ?? (OperatingSystem.IsWindows() ? "python" : "python3");
    }

    private static void DemandPackages(string program)
    {
        var folder = Path.GetDirectoryName(program)!;
        if (File.Exists(Path.Combine(folder, "package-lock.json")) && !Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new RunnerStartException($"the packages that run TypeScript and JavaScript steps are not installed; run \"npm ci\" in {folder}.") { IsMissingRuntime = true };
        }
    }
}
