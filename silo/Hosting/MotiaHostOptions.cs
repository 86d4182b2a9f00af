using System.Reflection;

namespace Motia;

/// <summary>What a host tells Motia of itself.</summary>
public sealed class MotiaHostOptions
{
    private readonly List<Assembly> _assemblies = [];
    private readonly List<string> _folders = [];

    /// <summary>Where data is kept: a directory, or <c>:memory:</c> to keep nothing. Default: <c>.motia</c> in <see cref="ProjectDirectory"/>.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>Where <c>motia.json</c> is looked for, and what step files are told relative to. Default: the host's content root.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether folders of steps are watched and changes take effect while the host runs. Default: in Development.</summary>
    public bool? Watch { get; set; }

    /// <summary>How long running requests and event handlers may take to finish when the host stops; what is saved after that has 15 seconds more. Default: 30 seconds.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal IReadOnlyList<Assembly> Assemblies => _assemblies;

    internal IReadOnlyList<string> Folders => _folders;

    /// <summary>Adds the steps of a compiled assembly. Its <c>Startup</c>, if it has one, is applied to the host's services.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <returns>The same options.</returns>
    public MotiaHostOptions AddSteps(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        _assemblies.Add(assembly);
        return this;
    }

    /// <summary>Adds a folder of C# step files, which the host compiles. Needs the .NET SDK where the host runs.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>The same options.</returns>
    public MotiaHostOptions AddStepsFolder(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _folders.Add(Path.GetFullPath(directory));
        return this;
    }
}
