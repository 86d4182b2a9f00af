using System.Reflection;

namespace Motia.EndToEnd.Tests.Cluster;

/// <summary>A test of several silos. It needs a build on the Orleans packages and a PostgreSQL server; where one is missing, it is skipped and says what to give it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClusterFactAttribute : FactAttribute
{
    /// <summary>Names the variable with the connection URI of a PostgreSQL server on which databases may be made, for example <c>postgres://postgres@127.0.0.1:5432</c>.</summary>
    public const string ServerVariable = "MOTIA_TEST_POSTGRES";

    /// <summary>Names the variable with the directory of Orleans' own scripts: <c>PostgreSQL-Main.sql</c>, <c>-Clustering.sql</c> and <c>-Persistence.sql</c>.</summary>
    public const string ScriptsVariable = "MOTIA_TEST_ORLEANS_SQL";

    public ClusterFactAttribute()
    {
        if (Runtime != "Packages")
        {
            Skip = $"The silo is built on the {Runtime} runtime, which is one process; build with -p:OrleansRuntime=Packages.";
        }
        else if (Server is null || Scripts is null)
        {
            Skip = $"Give {ServerVariable} and {ScriptsVariable}: a PostgreSQL server's URI and the directory of Orleans' scripts for it.";
        }
    }

    public static string? Server => Environment.GetEnvironmentVariable(ServerVariable);

    public static string? Scripts => Environment.GetEnvironmentVariable(ScriptsVariable);

    private static string Runtime =>
        typeof(ClusterFactAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "OrleansRuntime").Value!;
}
