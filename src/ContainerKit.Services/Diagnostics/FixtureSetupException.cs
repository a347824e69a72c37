using System.Text;
using ContainerKit.Services.Diagnostics;

namespace ContainerKit.Services;

/// <summary>
/// The exception for a failure of user code that prepares containers, such as a migration in the plan of a fixture or a
/// <see cref="Snapshot"/>. The containers have been removed; the message contains their last log lines. Exceptions of
/// the library itself are not wrapped in this type.
/// </summary>
public sealed class FixtureSetupException : ContainerKitException
{
    // One timeout for all logs, so that a slow or lost engine does not delay the report of the error.
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(15);

    private FixtureSetupException(string message, string logTail, Exception inner)
        : base(message, inner) => LogTail = logTail;

    /// <summary>
    /// The last log lines of the containers, one container after the other. Empty if they wrote nothing or their logs
    /// could not be read.
    /// </summary>
    public string LogTail { get; }

    /// <summary>
    /// Creates the exception for a failure of code outside of a plan, with the last log lines of these containers. The
    /// caller throws it, and removes the containers afterwards. A log that cannot be read is mentioned in the message.
    /// </summary>
    /// <param name="operation">The purpose of the code, as in "Could not {operation}".</param>
    /// <param name="error">The exception of the code.</param>
    /// <param name="containers">The containers that the code prepares.</param>
    /// <param name="cancellationToken">Cancels the reading of the logs.</param>
    /// <exception cref="ArgumentException">The operation is empty.</exception>
    public static Task<FixtureSetupException> CreateAsync(
        string operation, Exception error, IEnumerable<Container> containers, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(operation);
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(containers);
        var sources = containers.Select(container => new LogSource($"{container}", _ => Task.FromResult(container)));
        return CreateAsync(operation, error, [.. sources], cancellationToken);
    }

    /// <inheritdoc cref="CreateAsync(string, Exception, IEnumerable{Container}, CancellationToken)"/>
    internal static async Task<FixtureSetupException> CreateAsync(
        string operation, Exception error, IReadOnlyList<LogSource> sources, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        var message = new StringBuilder($"Could not {operation}: {error.GetType().Name}: {error.Message}");
        var tails = new List<string>();
        foreach (var source in sources)
        {
            var (title, tail, reason) = await ReadLogTailAsync(source, timeout.Token).ConfigureAwait(false);
            message.Append(reason is not null ? $"\nCould not read the log of {title}: {reason}"
                : tail.Length == 0 ? $"\n{title} wrote nothing."
                : LogBlock.Format($"log of {title}", tail));
            tails.Add(tail);
        }

        return new FixtureSetupException(message.ToString(), string.Join('\n', tails.Where(tail => tail.Length > 0)), error);
    }

    private static async Task<(string Title, string Tail, string? Failure)> ReadLogTailAsync(
        LogSource source, CancellationToken cancellationToken)
    {
        try
        {
            var container = await source.FindAsync(cancellationToken).ConfigureAwait(false);
            var title = $"{container}{(container.Image.IsId ? "" : $", from {container.Image}")}";
            return (title, await container.ReadLogTailAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            return (source.Name, "", "the time for reading the logs ran out.");
        }
        catch (Exception e) when (e is ContainerKitException or ObjectDisposedException)
        {
            // The original error matters more.
            return (source.Name, "", e.Message);
        }
    }
}
