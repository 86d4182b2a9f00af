using Microsoft.Extensions.Logging;

namespace Motia.Silo.Logs;

/// <summary>Takes every log line of the host: writes it to stderr and keeps it in the window that the control surface shows.</summary>
[ProviderAlias("Motia")]
internal sealed class MotiaLoggerProvider(StderrWriter stderr, LogWindow window, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new MotiaLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    // What it writes to belongs to the container.
    public void Dispose()
    {
    }

    private void Write<TState>(LogLevel level, string category, string message, TState state, Exception? exception)
    {
        RunScope? run = null;
        _scopes.ForEachScope((scope, _) => run = scope as RunScope ?? run, 0);
        var line = LogEntry.Create(time.GetUtcNow().UtcDateTime, level, category, run, message, state, exception);
        stderr.Write(line);
        window.Add(line);
    }

    private sealed class MotiaLogger(string category, MotiaLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(logLevel, category, formatter(state, exception), state, exception);
    }
}
