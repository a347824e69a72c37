using System.Net;
using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Plans;
using Microsoft.Extensions.Logging;

namespace ContainerKit.Containers;

/// <summary>Forwards a container's log to a logger in the background.</summary>
// The token source has no timer and no links, so it holds nothing to dispose.
#pragma warning disable CA1001
internal sealed class LogForwarder
#pragma warning restore CA1001
{
    // Longer than an engine takes to send the rest of a log. An endless log must not delay a disposal.
    private static readonly TimeSpan _flushTimeout = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly ContainerClient _container;
    private readonly Task _forwarding;

    private LogForwarder(ContainerClient container, ILogger logger, LogToOptions options)
    {
        _container = container;
        _forwarding = RunAsync(logger, options);
    }

    /// <summary>Forwards the lines until the container stops.</summary>
    public static async Task ForwardAsync(
        ContainerClient container, ILogger logger, LogToOptions options, CancellationToken cancellationToken)
    {
        var logOptions = new LogOptions { Follow = true, Tail = options.Tail };
        await foreach (var line in LogReader.ReadLinesAsync(container, logOptions, cancellationToken).ConfigureAwait(false))
        {
            var level = line.Source == OutputSource.Stderr ? options.Stderr : options.Stdout;
            Log.ContainerOutput(logger, level, container.Name, line.Text);
        }
    }

    /// <summary>
    /// Starts a forwarder in a plan. It stops with the container's handle, or with the plan if the container is not in
    /// its result.
    /// </summary>
    public static void Start(PlanContext context, ContainerClient container, ILogger logger, LogToOptions options)
    {
        var forwarder = new LogForwarder(container, logger, options);
        container.LogForwarders.Add(forwarder);
        context.Track(new TrackedForwarder(forwarder, container));
    }

    /// <summary>Stops the forwarder.</summary>
    /// <param name="isLogComplete">
    /// Indicates whether the container has exited, so that the remaining lines are forwarded first.
    /// </param>
    public async Task StopAsync(bool isLogComplete)
    {
        if (isLogComplete)
        {
            var time = _container.Engine.Options.TimeProvider;
            await _forwarding.WaitAsync(_flushTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _forwarding.ConfigureAwait(false);
    }

    private async Task RunAsync(ILogger logger, LogToOptions options)
    {
        try
        {
            await ForwardAsync(_container, logger, options, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped as requested.
        }
        catch (ContainerNotFoundException)
        {
            // The container was removed before its log was read.
        }
#pragma warning disable CA1031 // No caller awaits this task. A lost engine or a failing logger must not fail other operations.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.LogForwardingStopped(_container.Engine.Logger, _container.ToString(), e.Message);
        }
    }

    /// <summary>
    /// Lets the plan stop the forwarder. The forwarder runs in this process and not on the engine, so it is not
    /// reported.
    /// </summary>
    private sealed class TrackedForwarder(LogForwarder forwarder, ContainerClient container) : TrackedResource(container.Engine)
    {
        public override bool IsOnEngine => false;

        public override bool IsPartOf(ResultResources result) => result.ContainsId(container.Id);

        public override async Task<bool> RemoveAsync(TimeSpan requestTimeout, CancellationToken cancellationToken)
        {
            var hasExited = await HasExitedAsync(requestTimeout, cancellationToken).ConfigureAwait(false);
            await forwarder.StopAsync(isLogComplete: hasExited).ConfigureAwait(false);
            return false;
        }

        public override string ToString() => $"the log of {container}";

        private async Task<bool> HasExitedAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            try
            {
                var request = container.Get("json", "inspect") with { Timeout = timeout };
                var json = await container.Engine.ForCleanup.SendJsonAsync(request, cancellationToken).ConfigureAwait(false);
                return !ContainerDetails.Read(json).IsRunning;
            }
            catch (EngineApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
            {
                // Removed, so its log has ended.
                return true;
            }
            catch (ContainerNotFoundException)
            {
                return true;
            }
            catch (Exception e) when (e is ContainerKitException or OperationCanceledException)
            {
                // Unknown: the remaining lines are not waited for.
                return false;
            }
        }
    }
}
