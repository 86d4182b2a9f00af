namespace Motia.Silo.CommandLine;

/// <summary>What the command line says.</summary>
/// <param name="Port">The port; 0 picks a free one.</param>
/// <param name="Host">The address to listen on.</param>
/// <param name="Steps">The steps directories, as full paths.</param>
/// <param name="Data">The data directory, as a full path, or <c>:memory:</c>.</param>
/// <param name="ProjectDirectory">The parent of the first steps directory.</param>
/// <param name="Environment">The name of the environment.</param>
/// <param name="Notices">What the person who started it should know about what is run.</param>
internal sealed record SiloOptions(
    int Port, string Host, IReadOnlyList<string> Steps, string Data, string ProjectDirectory, string Environment, IReadOnlyList<string> Notices)
{
    /// <summary>The <see cref="Data"/> that keeps nothing.</summary>
    public const string InMemory = ":memory:";
}
