using Motia.Bench.CommandLine;

namespace Motia.Bench.Servers;

/// <summary>How a server is started.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="File">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">Where it runs.</param>
/// <param name="HasCatalog">Whether it is the product, which tells of its steps.</param>
internal sealed record ServerCommand(string Name, string File, IReadOnlyList<string> Arguments, string WorkingDirectory, bool HasCatalog)
{
    /// <summary>The product.</summary>
    /// <param name="workingDirectory">Where it runs; a directory without <c>steps/</c> makes it run the sample application.</param>
    /// <param name="data">Its data directory.</param>
    /// <param name="steps">The steps directory; null for the sample application.</param>
    /// <param name="environment">The environment: the baselines run in Production; a start is measured as the command line has it, in Development.</param>
    public static ServerCommand Product(string workingDirectory, string data, string? steps = null, string environment = "Development") => new(
        "the silo",
        Beside("Motia.Silo"),
        ["--port", "0", "--data", data, "--environment", environment, .. steps is null ? (string[])[] : ["--steps", steps]],
        workingDirectory,
        HasCatalog: true);

    /// <summary>A baseline: a server that does the same work without the product.</summary>
    public static ServerCommand Baseline(string kind, string workingDirectory) =>
        new($"the {kind} baseline", Beside("Motia.Bench"), [BenchCommand.BaselineServer, kind], workingDirectory, HasCatalog: false);

    /// <summary>Node's own http server with the handler of the benchmark's TypeScript step.</summary>
    /// <param name="workingDirectory">Where it runs.</param>
    /// <param name="directory">Where its script is.</param>
    public static ServerCommand Node(string workingDirectory, string directory) =>
        new("node:http", "node", [Path.Combine(directory, "server.mjs")], workingDirectory, HasCatalog: false);

    private static string Beside(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, name);
        return System.IO.File.Exists(file) ? file : throw new BenchException($"{file} is missing; build the benchmark with: dotnet build bench -c Release");
    }
}
