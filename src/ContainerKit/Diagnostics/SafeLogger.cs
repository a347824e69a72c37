using Microsoft.Extensions.Logging;

namespace ContainerKit.Diagnostics;

/// <summary>
/// The caller's logger as the library uses it. Some throw, such as one that writes to the output of a test when that test is over: what is
/// logged is lost then, and neither a clean-up ends half-way nor does an error take the place of the first.
/// </summary>
#pragma warning disable CA1031 // There is nobody to tell: the logger is whom one tells.
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

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // What cannot be said goes unsaid.
        }
    }
}
#pragma warning restore CA1031
