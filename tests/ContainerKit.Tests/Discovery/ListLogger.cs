using Microsoft.Extensions.Logging;

namespace ContainerKit.Tests.Discovery;

/// <summary>Collects log messages as "level id: message".</summary>
internal sealed class ListLogger : ILogger
{
    public List<string> Entries { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Add($"{logLevel} {eventId.Id}: {formatter(state, exception)}{exception}");
}
