using Microsoft.Extensions.Logging;

namespace Motia.Silo.Logs;

/// <summary>A step's logger: its lines go to the host's logging, within a scope that names the run and the step. A run that logs nothing makes neither.</summary>
internal sealed class StepLogger(ILoggerFactory loggers, string traceId, string step) : ILogger
{
    private ILogger? _logger;
    private RunScope? _run;

    private ILogger Target => _logger ??= loggers.CreateLogger("Motia.Steps." + step);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => Target.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => Target.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!Target.IsEnabled(logLevel))
        {
            return;
        }

        using (Target.BeginScope(_run ??= new RunScope(traceId, step)))
        {
            Target.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
