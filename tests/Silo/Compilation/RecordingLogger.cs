using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Motia.Silo.Tests.Compilation;

internal sealed class RecordingLogger : ILogger
{
    public ConcurrentQueue<Exception> Exceptions { get; } = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Lines.Enqueue(formatter(state, exception));
        if (exception is not null)
        {
            Exceptions.Enqueue(exception);
        }
    }
}
