using ContainerKit.Containers;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Reads all that the container has written so far, line by line, running or stopped.</summary>
    /// <inheritdoc cref="LogsAsync(LogOptions, CancellationToken)"/>
    public IAsyncEnumerable<OutputLine> LogsAsync(CancellationToken cancellationToken = default) => LogsAsync(new LogOptions(), cancellationToken);

    /// <summary>
    /// Reads the container's log line by line, running or stopped, holding one line at a time; with <see cref="LogOptions.Follow"/> it goes on
    /// until the container stops. A line of more than 16 MiB comes in parts. Leaving the loop closes the connection.
    /// </summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineErrorException">The container's log driver cannot be read.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public IAsyncEnumerable<OutputLine> LogsAsync(LogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return LogReader.LinesAsync(this, options, cancellationToken);
    }
}
