using Microsoft.Extensions.Logging;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>Creates loggers that are enabled for all levels, and check each line for secrets.</summary>
internal sealed class WatchedLoggerFactory(SecretWatch watch) : ILoggerFactory, ILogger
{
    private int _lines;

    /// <summary>The number of log lines.</summary>
    public int Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        watch.Check("log scope", state.ToString());
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _lines);
        watch.Check($"log event {eventId.Id}", formatter(state, exception));
        watch.Check($"exception of log event {eventId.Id}", exception?.ToString());
        if (state is not IEnumerable<KeyValuePair<string, object?>> values) return;
        foreach (var (name, value) in values) watch.Check($"value {name} of log event {eventId.Id}", value?.ToString());
    }

    public void Dispose()
    {
    }
}
