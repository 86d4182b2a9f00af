using System.Diagnostics;
using System.Globalization;

namespace Motia.EndToEnd.Tests.Cluster;

/// <summary>A PostgreSQL database of its own, with Orleans' tables, made and dropped through <c>psql</c>.</summary>
internal sealed class ClusterDatabase : IAsyncDisposable
{
    private readonly string _name = $"motia_test_{Guid.NewGuid():n}";

    private ClusterDatabase()
    {
    }

    /// <summary>What the silos connect with.</summary>
    public string ConnectionString
    {
        get
        {
            var server = new Uri(ClusterFactAttribute.Server!);
            var user = server.UserInfo.Split(':');
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Host={server.Host};Port={(server.Port < 0 ? 5432 : server.Port)};Username={user[0]};Password={(user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "")};Database={_name};Maximum Pool Size=30");
        }
    }

    public static async Task<ClusterDatabase> CreateAsync()
    {
        var database = new ClusterDatabase();
        await PsqlAsync("postgres", "-c", $"CREATE DATABASE {database._name}");
        foreach (var script in new[] { "Main", "Clustering", "Persistence" })
        {
            await PsqlAsync(database._name, "-f", Path.Combine(ClusterFactAttribute.Scripts!, $"PostgreSQL-{script}.sql"));
        }

        return database;
    }

    public async ValueTask DisposeAsync() => await PsqlAsync("postgres", "-c", $"DROP DATABASE {_name} WITH (FORCE)");

    private static async Task PsqlAsync(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "psql", ["-q", "-v", "ON_ERROR_STOP=1", "-d", $"{ClusterFactAttribute.Server!.TrimEnd('/')}/{database}", .. arguments]) { RedirectStandardError = true };
        using var psql = Process.Start(start)!;
        var error = await psql.StandardError.ReadToEndAsync();
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0)
        {
            throw new InvalidOperationException($"psql failed: {error}");
        }
    }
}
