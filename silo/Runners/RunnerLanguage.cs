namespace Motia.Silo.Runners;

/// <summary>What one kind of runner runs and is run by.</summary>
/// <param name="Id">What a runner says in its Hello.</param>
/// <param name="Program">Its main file, in the folder of the runners.</param>
/// <param name="Minimum">The oldest version of the interpreter.</param>
/// <param name="ToInstall">What a person has to install.</param>
/// <param name="Setting">The setting that names the interpreter.</param>
/// <param name="Extensions">The extensions of the steps that it loads.</param>
internal sealed record RunnerLanguage(string Id, string Program, Version Minimum, string ToInstall, string Setting, IReadOnlyList<string> Extensions)
{
    private static readonly string[] ConfigNames = ["motia.config.ts", "motia.config.js", "motia.config.mjs"];

    /// <summary>TypeScript and JavaScript.</summary>
    public static RunnerLanguage Node { get; } =
        new("node", Path.Combine("node", "main.mjs"), new Version(20, 12), "Node.js 20.12 or later", "runners.node", [".ts", ".js", ".mjs", ".cjs"]);

    public static RunnerLanguage Python { get; } =
        new("python", Path.Combine("python", "main.py"), new Version(3, 10), "Python 3.10 or later", "runners.python", [".py"]);

    /// <summary>All files whose changes reload it: helpers, which are no steps, may have further extensions.</summary>
    public IReadOnlyList<string> Sources => this == Node ? [.. Extensions, ".tsx", ".jsx", ".mts", ".cts"] : Extensions;

    /// <summary>The names that the project's own config may have.</summary>
    public IReadOnlyList<string> ProjectConfigs => this == Node ? ConfigNames : [];

    /// <summary>The language of a file, as the catalog has it.</summary>
    public static string Of(string file) => Path.GetExtension(file) switch
    {
        ".py" => "python",
        ".ts" => "typescript",
        _ => "javascript",
    };
}
