namespace Motia.Silo.Runners;

/// <summary>A handler failed in its runner.</summary>
/// <param name="name">The name of what it threw.</param>
/// <param name="message">Its message.</param>
/// <param name="stack">Name, message and stack, as people see them, in positions of the source.</param>
/// <param name="code">Its code, if it has one.</param>
internal sealed class RunnerFailureException(string name, string message, string? stack, string? code) : Exception(message)
{
    /// <summary>The name of what the handler threw.</summary>
    public string Name => name;

    /// <summary>The code of what the handler threw; null if it has none.</summary>
    public string? Code => code;

    // Python's traceback begins with its frames.
    public override string ToString() =>
        $"{name}: {Message}" is var told && string.IsNullOrEmpty(stack) ? told : stack.StartsWith(name, StringComparison.Ordinal) ? stack : $"{told}\n{stack}";
}
