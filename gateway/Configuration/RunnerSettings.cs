namespace Motia;

/// <summary>The processes that run TypeScript, JavaScript and Python steps.</summary>
public sealed class RunnerSettings
{
    /// <summary>The Node.js that runs TypeScript and JavaScript steps, 20.12 or later: a name or a path, relative to the project. Default: <c>node</c>, found on the <c>PATH</c>.</summary>
    public string? Node { get; set; }

    /// <summary>The Python that runs Python steps, 3.10 or later: a name or a path, relative to the project. Default: that of the project's <c>.venv</c> or <c>python_modules</c>, or
    /// else <c>python3</c>, found on the <c>PATH</c>.</summary>
    public string? Python { get; set; }

    /// <summary>How many calls a process has at a time; as many may wait, and requests beyond that are answered with 503. Default: 1,000. At least 1.</summary>
    public int Concurrency { get; set; } = 1000;

    /// <summary>How many seconds a process may be busy without a pause before it is taken for stuck and ended. Default: 10. At least 1.</summary>
    public int StuckSeconds { get; set; } = 10;

    /// <summary>How many MB a process may have before a fresh one takes its place; if a step's <c>infrastructure.handler.ram</c> is greater, that counts. Default: 1,024. At least 1.</summary>
    public int MemoryMb { get; set; } = 1024;
}
