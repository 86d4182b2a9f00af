namespace Motia.Silo.Runners;

/// <summary>The environment of project code: the silo's own less its secrets, and what the project's <c>.env</c> adds.</summary>
internal static class RunnerEnvironment
{
    private const string SecretPrefix = "Motia__";
    private const string FileName = ".env";

    /// <summary>Makes it of the silo's own.</summary>
    public static void Apply(IDictionary<string, string?> environment, string projectDirectory)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            environment.Remove(name);
        }

        var path = Path.Combine(projectDirectory, FileName);
        foreach (var (name, value) in File.Exists(path) ? DotEnv.Parse(File.ReadAllText(path)) : [])
        {
            environment.TryAdd(name, value);
        }

        // What a step prints is to be seen when it is printed.
        environment.TryAdd("PYTHONUNBUFFERED", "1");
    }
}
