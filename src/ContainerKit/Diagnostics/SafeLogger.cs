using Microsoft.Extensions.Logging;

namespace ContainerKit.Diagnostics;

/// <summary>
/// A wrapper of the caller's logger that ignores its exceptions. Some loggers throw, for example one that writes to the
/// output of a test that has ended. Such an exception must not stop a cleanup or replace the first error.
/// </summary>
#pragma warning disable CA1031 // Any exception of the logger is ignored: the logger itself is the only place to report it.
internal sealed class SafeLogger(ILogger logger) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return logger.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // Exceptions of the logger are ignored.
        }
    }
}
#pragma warning restore CA1031
