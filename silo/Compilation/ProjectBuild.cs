namespace Motia.Silo.Compilation;

/// <summary>Builds a steps directory with its project, into folders of the cache.</summary>
internal sealed class ProjectBuild(string project, DotnetSdk sdk, StepCache cache, ToolProcess process)
{
    // Incremental: the next build finds here what this one left.
    private const string Artifacts = ".artifacts";

    /// <returns>The build, or the errors.</returns>
    public async Task<(CachedBuild? Build, IReadOnlyList<CompilerDiagnostic> Errors)> RunAsync(CancellationToken cancellationToken)
    {
        var key = ProjectInputs.Key(project, sdk);
        if (key is not null && cache.Find(key) is { } hit)
        {
            return (hit, []);
        }

        // No compiler server and no build nodes stay behind. EnableDynamicLoading copies the packages' assemblies beside the project's own.
        var run = ToolProcess.Prepare(sdk.Host, Path.GetDirectoryName(project)!,
        [
            "build", project, "--configuration", "Release", "--artifacts-path", cache.EntryFolder(Artifacts), "--nologo", "--tl:off", "--verbosity", "quiet",
            "-maxCpuCount:1", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:EnableDynamicLoading=true", "-p:TreatWarningsAsErrors=false",
            "-consoleLoggerParameters:NoSummary;DisableConsoleColor;ErrorsOnly", "-target:Build", "-getProperty:TargetPath",
        ]);
        run.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        var output = await process.RunAsync(run, cancellationToken);
        var assembly = output.Output.Split('\n').Select(line => line.Trim()).LastOrDefault(line => line.Length > 0);
        if (output.ExitCode != 0 || !File.Exists(assembly))
        {
            return (null, CompilerDiagnostic.Parse(output));
        }

        var work = cache.NewWorkFolder();
        try
        {
            var folder = Path.GetDirectoryName(assembly)!;
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(work, StepCache.Binaries, Path.GetRelativePath(folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }

            return (cache.Commit(work, key ?? StepCache.HashOf(assembly), $"{StepCache.Binaries}/{Path.GetFileName(assembly)}"), []);
        }
        finally
        {
            if (Directory.Exists(work))
            {
                cache.Remove(work);
            }
        }
    }
}
