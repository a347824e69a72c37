using System.Text;
using ContainerKit.Cleanup;
using ContainerKit.Containers;
using ContainerKit.Diagnostics;
using ContainerKit.Plans;

namespace ContainerKit.Testing.Execution;

/// <summary>
/// A runner of plans that adds the containers' log tails to exceptions of user code. Such an exception does not mention
/// the containers, and when it is read, in the log of a build server, they have been removed.
/// </summary>
internal static class PlanDiagnostics
{
    /// <summary>Runs a plan.</summary>
    /// <param name="operation">The purpose of the plan, as in "Could not {operation}".</param>
    public static Task<T> RunAsync<T>(string operation, Plan<T> plan, CancellationToken cancellationToken)
    {
        // A plan that runs once for several callers takes no hook of one of them.
        if (plan.Options.Once) return plan.ExecuteAsync(cancellationToken);
        var options = Plan<T>.WithEngine(plan.Options) with
        {
            OnFailureAsync = (error, resources, token) => AddContainerLogsAsync(operation, error, resources, token),
        };
        return PlanRunner.RunAsync(plan.Step, options, cancellationToken);
    }

    private static async Task<Exception> AddContainerLogsAsync(
        string operation, Exception error, IReadOnlyList<TrackedResource> resources, CancellationToken cancellationToken)
    {
        var containers = resources.OfType<TrackedContainer>().Where(container => container.Id is not null).Reverse().ToList();
        // Without a container, the error is in the description of the plan, and its message is sufficient.
        if (error is ContainerKitException || containers.Count == 0) return error;
        // One timeout for all logs, so that a slow or lost engine does not delay the report of the error.
        var options = containers[0].Engine.Options;
        using var timeout = new CancellationTokenSource(options.CleanupTimeout / 2, options.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var message = new StringBuilder($"Could not {operation}: {error.GetType().Name}: {error.Message}");
        var tails = new List<string>();
        foreach (var container in containers)
        {
            var (title, tail, failure) = await ReadLogTailAsync(container, linked.Token).ConfigureAwait(false);
            message.Append(failure is not null ? $"\nCould not read the log of {title}: {failure}"
                : tail.Length == 0 ? $"\n{title} wrote nothing."
                : ErrorText.Block($"log of {title}", tail));
            tails.Add(tail);
        }

        return new FixtureSetupException(message.ToString(), string.Join('\n', tails.Where(tail => tail.Length > 0)), error);
    }

    private static async Task<(string Title, string Tail, string? Failure)> ReadLogTailAsync(
        TrackedContainer resource, CancellationToken cancellationToken)
    {
        try
        {
            var container = await ContainerLookup.FindAsync(resource.Engine, resource.Id!, cancellationToken).ConfigureAwait(false);
            var title = $"{container}{(container.Image.IsId ? "" : $", from {container.Image}")}";
            return (title, await LogReader.ReadTailAsync(container, cancellationToken).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            return (resource.ToString(), "", "the time for reading the logs ran out.");
        }
        catch (Exception e) when (e is ContainerKitException or ObjectDisposedException)
        {
            // The original error matters more.
            return (resource.ToString(), "", e.Message);
        }
    }
}
