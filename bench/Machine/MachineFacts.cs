using System.Globalization;
using System.Runtime.InteropServices;
using Motia.Bench.CommandLine;

namespace Motia.Bench.Machine;

/// <summary>What the figures depend on.</summary>
internal static class MachineFacts
{
    private const double Quiet = 0.5;

    /// <summary>Describes the machine in a few lines.</summary>
    /// <param name="directory">Where durable data are written.</param>
    public static IEnumerable<string> Describe(string directory)
    {
        yield return $"{Environment.ProcessorCount} × {ProcessorName()}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()} ({RuntimeInformation.ProcessArchitecture})";
        yield return $"{RuntimeInformation.FrameworkDescription}, data on {new DriveInfo(directory).DriveFormat}";
        var load = LoadAverage();
        yield return string.Create(CultureInfo.InvariantCulture, $"load average at start {load:0.00}{(load > Quiet ? ": the machine is not quiet, so take the figures with care" : "")}");
    }

    /// <summary>Refuses where nothing sensible could be measured.</summary>
    public static void Demand()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new BenchException($"This is {RuntimeInformation.OSDescription}; the benchmark runs on Linux, where it can pin processes to processors and read what they cost.");
        }

        if (Attribute.GetCustomAttribute(typeof(MotiaHostOptions).Assembly, typeof(System.Diagnostics.DebuggableAttribute))
            is System.Diagnostics.DebuggableAttribute { IsJITOptimizerDisabled: true })
        {
            throw new BenchException("This is a Debug build, which measures nothing of use; run: dotnet run --project bench -c Release");
        }
    }

    private static double LoadAverage() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string ProcessorName() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : "processor of unknown name";
}
