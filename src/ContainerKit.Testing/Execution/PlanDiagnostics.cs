using System.Text;

namespace ContainerKit.Testing.Execution;

/// <summary>
/// A runner of plans that adds the containers' log tails to exceptions of user code. Such an exception does not mention
/// the containers, and when it is read, in the log of a build server, they have been removed.
/// </summary>
internal static class PlanDiagnostics
{
    // One timeout for all logs, so that a slow or lost engine does not delay the report of the error.
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(15);

    /// <summary>Runs a plan.</summary>
    /// <param name="operation">The purpose of the plan, as in "Could not {operation}".</param>
    public static Task<T> RunAsync<T>(string operation, Plan<T> plan, CancellationToken cancellationToken) =>
        plan.OnFailure((failure, token) => AddContainerLogsAsync(operation, failure, token)).ExecuteAsync(cancellationToken);

    private static async Task<Exception> AddContainerLogsAsync(
        string operation, PlanFailure failure, CancellationToken cancellationToken)
    {
        var error = failure.Exception;
        // Without a container, the error is in the description of the plan, and its message is sufficient.
        if (error is ContainerKitException || failure.Containers.Count == 0) return error;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_timeout);
        var message = new StringBuilder($"Could not {operation}: {error.GetType().Name}: {error.Message}");
        var tails = new List<string>();
        foreach (var container in failure.Containers)
        {
            var (title, tail, reason) = await ReadLogTailAsync(container, timeout.Token).ConfigureAwait(false);
            message.Append(reason is not null ? $"\nCould not read the log of {title}: {reason}"
                : tail.Length == 0 ? $"\n{title} wrote nothing."
                : LogBlock.Format($"log of {title}", tail));
            tails.Add(tail);
        }

        return new FixtureSetupException(message.ToString(), string.Join('\n', tails.Where(tail => tail.Length > 0)), error);
    }

    private static async Task<(string Title, string Tail, string? Failure)> ReadLogTailAsync(
        CreatedContainer created, CancellationToken cancellationToken)
    {
        try
        {
            var container = await created.Find().ExecuteAsync(cancellationToken).ConfigureAwait(false);
            var title = $"{container}{(container.Image.IsId ? "" : $", from {container.Image}")}";
            return (title, await container.ReadLogTailAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            return (created.ToString(), "", "the time for reading the logs ran out.");
        }
        catch (Exception e) when (e is ContainerKitException or ObjectDisposedException)
        {
            // The original error matters more.
            return (created.ToString(), "", e.Message);
        }
    }
}
