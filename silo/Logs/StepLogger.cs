using Microsoft.Extensions.Logging;

namespace Motia.Silo.Logs;

/// <summary>A step's logger: its lines go to the host's logging, within a scope that names the run and the step.</summary>
internal sealed class StepLogger(ILoggerFactory loggers, string traceId, string step) : ILogger
{
    private readonly ILogger _logger = loggers.CreateLogger("Motia.Steps." + step);
    private readonly RunScope _run = new(traceId, step);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!_logger.IsEnabled(logLevel))
        {
            return;
        }

        using (_logger.BeginScope(_run))
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
