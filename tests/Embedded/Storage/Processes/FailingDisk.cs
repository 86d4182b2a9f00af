using System.Diagnostics;

namespace Motia.Embedded.Tests.Storage.Processes;

/// <summary>Runs scenarios with <c>failing-disk.c</c> preloaded.</summary>
internal static class FailingDisk
{
    public static string? Compiler { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "cc")).FirstOrDefault(File.Exists);

    public static async Task<string[]> RunAsync(string scenario, TestDirectory directory)
    {
        string library = Path.Combine(directory.Path, "failing-disk.so");
        using (Process compiler = Process.Start(Compiler!,
            ["-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "Storage", "Processes", "failing-disk.c"), "-ldl"]))
        {
            await compiler.WaitForExitAsync();
            Assert.Equal(0, compiler.ExitCode);
        }

        string fault = Path.Combine(directory.Path, "fault");
        Dictionary<string, string> environment = new() { ["LD_PRELOAD"] = library, [DiskFault.Variable] = fault };
        using StoreProcess process = StoreProcess.Start(scenario, environment, directory.Data, fault);
        return await process.ReadToEndAsync();
    }
}
