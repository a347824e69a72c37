using ContainerKit.Containers;
using Microsoft.Extensions.Logging;

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
    /// <exception cref="EngineApiException">The container's log driver cannot be read.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public IAsyncEnumerable<OutputLine> LogsAsync(LogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return LogReader.LinesAsync(Client, options, cancellationToken);
    }

    /// <summary>Copies the container's log as the bytes that its process wrote, both outputs into one stream.</summary>
    /// <inheritdoc cref="CopyLogAsync(Stream, Stream, LogOptions, CancellationToken)"/>
    public Task CopyLogAsync(Stream output, LogOptions options, CancellationToken cancellationToken = default) =>
        CopyLogAsync(output, output, options, cancellationToken);

    /// <summary>
    /// Copies the container's log as the bytes that its process wrote, holding one buffer of 64 KiB; with <see cref="LogOptions.Follow"/> it goes on until the
    /// container stops. The streams stay the caller's and open. With a TTY all goes to <paramref name="stdout"/>; with
    /// <see cref="LogOptions.Timestamps"/> each line begins with the time as the engine writes it. The engine's usual log driver, json-file,
    /// keeps text, so what is not UTF-8 comes as U+FFFD; the driver local keeps bytes.
    /// </summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The container's log driver cannot be read.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public Task CopyLogAsync(Stream stdout, Stream stderr, LogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stdout);
        ArgumentNullException.ThrowIfNull(stderr);
        ArgumentNullException.ThrowIfNull(options);
        return LogReader.CopyAsync(Client, options, stdout, stderr, cancellationToken);
    }

    /// <summary>Passes on all that the container has written and writes, until it stops: standard output as information, standard error as warnings.</summary>
    /// <inheritdoc cref="LogToAsync(ILogger, LogToOptions, CancellationToken)"/>
    public Task LogToAsync(ILogger logger, CancellationToken cancellationToken = default) => LogToAsync(logger, new LogToOptions(), cancellationToken);

    /// <summary>Passes on all that the container has written and writes, line by line, until it stops or the token fires.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The container's log driver cannot be read.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public Task LogToAsync(ILogger logger, LogToOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(options);
        return LogForwarder.FollowAsync(Client, logger, options, cancellationToken);
    }
}
