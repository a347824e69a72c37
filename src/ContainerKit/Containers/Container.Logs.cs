using ContainerKit.Containers;
using Microsoft.Extensions.Logging;

namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>Reads the log that a running or stopped container has written so far, line by line.</summary>
    /// <inheritdoc cref="LogsAsync(LogOptions, CancellationToken)"/>
    public IAsyncEnumerable<OutputLine> LogsAsync(CancellationToken cancellationToken = default) =>
        LogsAsync(new LogOptions(), cancellationToken);

    /// <summary>
    /// Reads the log of a running or stopped container line by line. With <see cref="LogOptions.Follow"/>, new lines
    /// are returned until the container stops.
    /// </summary>
    /// <param name="options">The part of the log to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The log driver of the container does not support reading.</exception>
    /// <remarks>
    /// One line at a time is held in memory. A line of more than 16 MiB is returned in parts. Leaving the loop closes
    /// the connection.
    /// Engine API: <c>GET /containers/{id}/logs</c>.
    /// </remarks>
    public IAsyncEnumerable<OutputLine> LogsAsync(LogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return LogReader.ReadLinesAsync(Client, options, cancellationToken);
    }

    /// <summary>
    /// Reads the last lines of the log of a running or stopped container, for a message such as that of a failed assertion.
    /// </summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// At most 50 lines and 16,000 characters, separated by line feeds, without a line feed at the end. Empty if the log is
    /// empty.
    /// </returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The log driver of the container does not support reading.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public Task<string> ReadLogTailAsync(CancellationToken cancellationToken = default) =>
        LogReader.ReadTailAsync(Client, cancellationToken);

    /// <summary>
    /// Copies the log of the container as bytes, with standard output and standard error in one stream.
    /// </summary>
    /// <inheritdoc cref="CopyLogAsync(Stream, Stream, LogOptions, CancellationToken)"/>
    public Task CopyLogAsync(Stream output, LogOptions options, CancellationToken cancellationToken = default) =>
        CopyLogAsync(output, output, options, cancellationToken);

    /// <summary>
    /// Copies the log of the container as the bytes that its process wrote. With <see cref="LogOptions.Follow"/>, the
    /// copy continues until the container stops.
    /// </summary>
    /// <param name="stdout">
    /// The stream for standard output. The caller disposes it. With a TTY, it gets the whole output.
    /// </param>
    /// <param name="stderr">The stream for standard error. The caller disposes it.</param>
    /// <param name="options">
    /// The part of the log to copy. With <see cref="LogOptions.Timestamps"/>, each line starts with the time in the
    /// engine's format.
    /// </param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The log driver of the container does not support reading.</exception>
    /// <remarks>
    /// The copy uses a buffer of 64 KiB. The engine's default log driver, json-file, stores text: bytes that are not
    /// UTF-8 are replaced by U+FFFD. The log driver local stores bytes.
    /// Engine API: <c>GET /containers/{id}/logs</c>.
    /// </remarks>
    public Task CopyLogAsync(Stream stdout, Stream stderr, LogOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stdout);
        ArgumentNullException.ThrowIfNull(stderr);
        ArgumentNullException.ThrowIfNull(options);
        return LogReader.CopyAsync(Client, options, stdout, stderr, cancellationToken);
    }

    /// <summary>
    /// Forwards the existing and new lines of the log to a logger until the container stops. Standard output is logged
    /// as information, standard error as warnings.
    /// </summary>
    /// <inheritdoc cref="LogToAsync(ILogger, LogToOptions, CancellationToken)"/>
    public Task LogToAsync(ILogger logger, CancellationToken cancellationToken = default) =>
        LogToAsync(logger, new LogToOptions(), cancellationToken);

    /// <summary>Forwards the existing and new lines of the log to a logger until the container stops.</summary>
    /// <param name="logger">The logger that gets one entry for each line.</param>
    /// <param name="options">The log levels and the number of existing lines.</param>
    /// <param name="cancellationToken">Cancels the forwarding.</param>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    /// <exception cref="EngineApiException">The log driver of the container does not support reading.</exception>
    /// <remarks>Engine API: <c>GET /containers/{id}/logs</c>.</remarks>
    public Task LogToAsync(ILogger logger, LogToOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(options);
        return LogForwarder.ForwardAsync(Client, logger, options, cancellationToken);
    }
}
