using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Plans;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Containers;

/// <summary>Passes a container's log on to a logger beside whatever else is done with the container.</summary>
// Its source has no timer and no links, so it holds nothing to dispose.
#pragma warning disable CA1001
internal sealed class LogForwarder
#pragma warning restore CA1001
{
    // Longer than an engine takes to send what it has; a log that never ends must not hold up a disposal.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ContainerClient _container;
    private readonly Task _following;

    private LogForwarder(ContainerClient container, ILogger logger, LogToOptions options)
    {
        _container = container;
        _following = WatchAsync(logger, options);
    }

    /// <summary>Passes the lines on until the container stops.</summary>
    public static async Task FollowAsync(ContainerClient container, ILogger logger, LogToOptions options, CancellationToken cancellationToken)
    {
        var read = new LogOptions { Follow = true, Tail = options.Tail };
        await foreach (var line in LogReader.LinesAsync(container, read, cancellationToken).ConfigureAwait(false))
            Log.ContainerOutput(logger, line.Source == OutputSource.Stderr ? options.Stderr : options.Stdout, container.Name, line.Text);
    }

    /// <summary>Begins in a chain. It ends with the container's handle, or with the chain where that hands none back.</summary>
    public static void Start(PlanContext scope, ContainerClient container, ILogger logger, LogToOptions options)
    {
        var follower = new LogForwarder(container, logger, options);
        container.LogForwarders.Add(follower);
        scope.Track(new Followed(follower, container));
    }

    /// <param name="mayFinish">Whether the log is at its end, and what is still on its way may come.</param>
    public async Task EndAsync(bool mayFinish)
    {
        var time = _container.Engine.Options.TimeProvider;
        if (mayFinish) await _following.WaitAsync(_patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
    }

    private async Task WatchAsync(ILogger logger, LogToOptions options)
    {
        try
        {
            await FollowAsync(_container, logger, options, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody needs it any more.
        }
        catch (ContainerNotFoundException)
        {
            // Removed before it was read: there is nothing to pass on.
        }
#pragma warning disable CA1031 // Nobody awaits it who could be told; and neither a lost engine nor the caller's logger may fail what runs beside.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.LogForwardingStopped(_container.Engine.Logger, _container.ToString(), e.Message);
        }
    }

    /// <summary>Has the chain end the follower. It is in this process and not on the engine, so nobody is told of it.</summary>
    private sealed class Followed(LogForwarder follower, ContainerClient container) : TrackedResource(container.Engine)
    {
        public override bool IsOnEngine => false;

        public override bool IsPartOf(ResultResources result) => result.ContainsId(container.Id);

        public override async Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
        {
            await follower.EndAsync(await HasEndedAsync(requestTimeout, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return false;
        }

        public override string ToString() => $"the log of {container}";

        private async Task<bool> HasEndedAsync(TimeSpan limit, CancellationToken cancellationToken)
        {
            try
            {
                var json = await container.Engine.ForCleanup.SendJsonAsync(
                    container.Get("json", "inspect") with { Timeout = limit }, cancellationToken).ConfigureAwait(false);
                return !ContainerDetails.Read(json).IsRunning;
            }
            catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
            {
                // Then nothing more is waited for.
                return false;
            }
        }
    }
}
