namespace Motia.Silo.Runners;

/// <summary>The environment of project code: that of every child process, and what the project's <c>.env</c> adds.</summary>
internal static class RunnerEnvironment
{
    private const string FileName = ".env";

    /// <summary>Makes it of that of a child process.</summary>
    /// <exception cref="RunnerStartException">The <c>.env</c> can't be read.</exception>
    public static void Apply(IDictionary<string, string?> environment, string projectDirectory)
    {
        // Of two lines for one name the last counts.
        foreach (var (name, value) in DotEnv.Parse(Read(Path.Combine(projectDirectory, FileName))).Reverse())
        {
            environment.TryAdd(name, value);
        }

        // What a step prints is to be seen when it is printed.
        environment.TryAdd("PYTHONUNBUFFERED", "1");
    }

    private static string Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunnerStartException($"{FileName} can't be read: {exception.Message}", exception);
        }
    }
}
