using System.Reflection;

namespace Motia.Silo.Runners;

/// <summary>Finds the programs of the runners.</summary>
internal static class RunnerLocation
{
    private const string Key = "Runners";

    /// <summary>The folder with the runners: beside the silo where it was published, otherwise in the sources that it was built from.</summary>
    /// <exception cref="RunnerStartException">They are nowhere.</exception>
    public static string Demand()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "runners");
        var built = typeof(RunnerLocation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(attribute => attribute.Key == Key)?.Value;
        return Directory.Exists(published) ? published
            : Directory.Exists(built) ? built
            : throw new RunnerStartException($"the programs that run steps in other languages than C# are neither in {published} nor in {built ?? "the sources"}; publish the silo with its folder runners/.");
    }
}
