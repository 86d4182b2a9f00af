using System.Reflection;
using Microsoft.Extensions.Hosting;
using Motia.Silo.Compilation;

namespace Motia.Silo.CommandLine;

/// <summary>Finds the steps directories when none is given, and checks those that are.</summary>
internal static class StepDirectories
{
    private const string SampleKey = "SampleSteps";
    private static readonly string[] Names = ["steps", "src"];

    /// <summary>Where the sample application was when the silo was built; null if that was not noted.</summary>
    public static string? SampleDirectory { get; } =
        typeof(StepDirectories).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == SampleKey)?.Value;

    /// <summary><c>steps/</c> and <c>src/</c> of the current directory where they hold steps; otherwise the sample application.</summary>
    public static IReadOnlyList<string> Default()
    {
        string[] here = [.. Names.Select(Path.GetFullPath).Where(HoldsSteps)];
        return here.Length > 0 ? here : [Sample()];
    }

    /// <exception cref="StartupException">The directory is not there or can't be read.</exception>
    public static void Demand(string directory)
    {
        try
        {
            if (!Directory.Exists(directory))
            {
                throw new StartupException(File.Exists(directory)
                    ? $"--steps names {directory}, which is a file; name the directory it is in."
                    : $"--steps names {directory}, which does not exist; name a directory with steps.");
            }

            _ = Directory.EnumerateFileSystemEntries(directory).Any();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"The steps directory {directory} can't be read: {exception.Message}");
        }
    }

    /// <summary>Says so if the directory seems to be a project rather than its steps: all of them are in its <c>steps/</c>. Null otherwise.</summary>
    public static string? LikelyMeant(string directory)
    {
        var inner = Path.Combine(directory, Names[0]);
        return HoldsSteps(inner) && StepFiles(directory).All(file => file.StartsWith(inner + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            ? $"--steps names {directory}, whose steps are all in its folder {Names[0]}/; if {directory} is the project, start it with --steps {inner}."
            : null;
    }

    /// <summary>Tells a developer that it is the sample that runs.</summary>
    public static IEnumerable<string> SampleNotice(IReadOnlyList<string> directories, string environment) =>
        environment == Environments.Development && directories is [var only] && only == SampleDirectory
            ? [$"No steps in steps/ or src/ of {Environment.CurrentDirectory}; running the sample application."]
            : [];

    private static bool HoldsSteps(string directory) => Directory.Exists(directory) && StepFiles(directory).Any();

    private static IEnumerable<string> StepFiles(string directory) =>
        Directory.EnumerateFiles(directory, "*.*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Where(SourceFile.IsNamedAsStepOrStream);

    private static string Sample() =>
        Directory.Exists(SampleDirectory)
            ? SampleDirectory
            : throw new StartupException("There are no steps in steps/ or src/ of the current directory; name a directory with --steps DIR, or write a first project with: new DIR.");
}
