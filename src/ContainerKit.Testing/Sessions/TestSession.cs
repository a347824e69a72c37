using ContainerKit.Http;
using ContainerKit.Sessions;
using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Sessions;

namespace ContainerKit.Testing;

/// <summary>
/// The session of a process, which removes the resources that the process creates on an engine when the process exits:
/// normally, by an exception, by Ctrl-C, by <see cref="Environment.Exit"/> or by <c>kill -9</c>. Fixtures start the
/// session. Other programs start it with <see cref="TrackAsync"/>.
/// </summary>
/// <remarks>
/// <para>While an engine is tracked, the library labels every resource that it creates there, over any connection. At a
/// normal exit, the process removes the labeled resources. For all other exits there is a watchdog, a small process
/// that waits until this one has exited. Its cleanup completes within 10 seconds.</para>
/// <para>Resources that were created before, and resources on other engines, are not removed. With
/// <c>CONTAINERKIT_KEEP</c> set, nothing is removed.</para>
/// </remarks>
/// <example><code>
/// await TestSession.Current.TrackAsync(DockerEngine.Default);
/// var redis = await Image.Pull("redis").Run();   // removed when this process exits, disposed or not
/// </code></example>
public sealed class TestSession
{
    // Test runners kill a process that takes too long to exit. The watchdog removes the remaining resources.
    private static readonly TimeSpan _removalTimeout = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Dictionary<string, SessionEngine> _engines = [];
    private readonly SessionReporter _reporter = new();
    private Task<WatchdogClient?>? _watchdog;
    private volatile bool _isCleanupDisabled;

    private TestSession() =>
        _isCleanupDisabled = Environment.GetEnvironmentVariable("CONTAINERKIT_KEEP") is { Length: > 0 } and not ("0" or "false");

    /// <summary>The session of this process.</summary>
    public static TestSession Current { get; } = new();

    /// <summary>
    /// The labels of the resources that this process creates on a tracked engine. A resource that is created there by
    /// other means, such as the Docker CLI or the raw client, is removed with the session if it has these labels.
    /// Before the first engine is tracked, they are the labels of unmanaged resources, which no session removes.
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [ResourceLabels.Session] = Label };

    /// <summary>
    /// Indicates whether the session removes nothing: after <see cref="DisableCleanup"/>, or with
    /// <c>CONTAINERKIT_KEEP</c> set to a value other than <c>0</c> and <c>false</c>.
    /// </summary>
    public bool IsCleanupDisabled => _isCleanupDisabled;

    /// <summary>The time for which the watchdog retries failed removals before it writes a report and exits.</summary>
    internal TimeSpan WatchdogTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal int WatchdogPid => GetStartedWatchdog()?.Pid ?? 0;

    /// <summary>
    /// Tracks an engine: resources that this process creates there from now on are removed when the process exits.
    /// Returns when the watchdog has started, and can be called any number of times. If no watchdog can be started, a
    /// warning is written to standard error.
    /// </summary>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine is older than Docker Engine 20.10.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>, once per connection.</remarks>
    public async Task TrackAsync(DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (_isCleanupDisabled) return;
        await TrackEngineAsync(engine, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Registers an image for removal at the end of the session, by its current name. If the image has other names,
    /// they are kept. An image that no longer exists then is ignored.
    /// </summary>
    /// <inheritdoc cref="TrackAsync"/>
    public async Task RemoveImageOnExitAsync(Image image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (_isCleanupDisabled) return;
        var name = image.Reference.Tag is null ? image.Id : image.Reference.ToString();
        var (engine, watchdog) = await TrackEngineAsync(image.Engine, cancellationToken).ConfigureAwait(false);
        engine.RegisterImage(name);
        watchdog?.RegisterImage(engine.Endpoint, name);
    }

    /// <summary>
    /// Removes all resources that this process has created on tracked engines, now. The engines remain tracked. For
    /// long-running processes, such as that of a LINQPad query; at the end of the process the removal happens
    /// automatically.
    /// </summary>
    /// <exception cref="CleanupFailedException">
    /// Some resources could not be removed. The message names them, with the reasons.
    /// </exception>
    /// <remarks>
    /// Engine API: <c>GET</c> and <c>DELETE</c> on <c>/containers</c>, <c>/networks</c>, <c>/volumes</c> and
    /// <c>/images</c>.
    /// </remarks>
    public async Task RemoveAllAsync(CancellationToken cancellationToken = default)
    {
        if (_isCleanupDisabled) return;
        var report = await RemoveAsync(mayStillCreate: false).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (report.Remaining.Count == 0) return;
        var failure = new CleanupFailedException("Could not remove all resources of the test session.");
        failure.AddCleanupReport(new CleanupReport(report.Removed, report.Remaining));
        throw failure;
    }

    /// <summary>
    /// Disables cleanup for the rest of the process, for example to inspect the containers of a test. Resources that
    /// were created before this call are removed when the next session starts on this machine. Resources that are
    /// created after it remain until the user removes them.
    /// </summary>
    public void DisableCleanup()
    {
        lock (_gate)
        {
            if (_isCleanupDisabled) return;
            _isCleanupDisabled = true;
            ResourceLabels.ClearSessionManaged();
        }

        _ = DismissAsync();

        async Task DismissAsync()
        {
            if (_watchdog is { } watchdog) (await watchdog.ConfigureAwait(false))?.Dismiss(WatchdogProtocol.Keep);
        }
    }

    /// <summary>Returns the session label in the format of a label filter of the Docker CLI.</summary>
    public override string ToString() => $"{ResourceLabels.Session}={Label}";

    private string Label
    {
        get
        {
            lock (_gate) return !_isCleanupDisabled && _engines.Count > 0 ? ResourceLabels.SessionManaged : ResourceLabels.Unmanaged;
        }
    }

    /// <summary>Writes a warning about a cleanup to standard error and to the log.</summary>
    internal void Warn(string text) => _reporter.Warn(text);

    private async Task<(SessionEngine Engine, WatchdogClient? Watchdog)> TrackEngineAsync(
        DockerEngine engine, CancellationToken cancellationToken)
    {
        // Starts the watchdog while connecting to the engine.
        var starting = StartWatchdogOnce(engine);
        var connection = await engine.GetConnectionPoolAsync(cancellationToken).ConfigureAwait(false);
        var watchdog = await starting.ConfigureAwait(false);
        var key = connection.Endpoint.ToString();
        SessionEngine? sessionEngine;
        lock (_gate)
        {
            if (!_engines.TryGetValue(key, out sessionEngine))
            {
                _engines[key] = sessionEngine = new SessionEngine(connection.Endpoint, connection.ApiVersion);
                if (watchdog is not null) watchdog.RegisterEngine(connection.Endpoint, connection.ApiVersion);
                else _ = Task.Run(() => RemoveOrphansAsync(connection), CancellationToken.None);
            }

            sessionEngine.AddPendingRequests(engine.PendingCreates);
            // Last: a resource must only get the label of a session if the session removes it.
            if (!_isCleanupDisabled) ResourceLabels.MarkSessionManaged(connection.Endpoint);
        }

        return (sessionEngine, watchdog);
    }

    private Task<WatchdogClient?> StartWatchdogOnce(DockerEngine engine)
    {
        lock (_gate)
        {
            if (_watchdog is not null) return _watchdog;
            _reporter.Logger = engine.Logger;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveOnExit();
            return _watchdog = Task.Run(StartWatchdog);
        }
    }

    private WatchdogClient? StartWatchdog()
    {
        try
        {
            return WatchdogClient.Start(ResourceLabels.SessionManaged, WatchdogTimeout, _reporter);
        }
        catch (Exception e)
        {
            // A missing watchdog must not fail a test.
            _reporter.ReportWatchdogUnavailable(e.Message);
            return null;
        }
    }

    private WatchdogClient? GetStartedWatchdog() =>
        _watchdog is { IsCompletedSuccessfully: true } started ? started.GetAwaiter().GetResult() : null;

    // Only if there is no watchdog, which otherwise does this.
    private async Task RemoveOrphansAsync(ConnectionPool connection)
    {
        var report = await OrphanCleanup.RunAsync(connection.Endpoint, connection.ApiVersion).ConfigureAwait(false);
        if (report.Removed.Count > 0) _reporter.ReportOrphansRemoved(string.Join(", ", report.Removed));
        foreach (var resource in report.Remaining) _reporter.ReportOrphanRemaining(resource);
    }

    // Runs in AppDomain.ProcessExit, which is not raised if the process is killed.
    private void RemoveOnExit()
    {
        if (_isCleanupDisabled) return;
        var watchdog = GetStartedWatchdog();
        var isWatched = watchdog is { IsConnected: true };
        // First blocks further create requests, then lists the resources: nothing can be created after that.
        var isComplete = GetEngines().Select(engine => engine.Close()).ToList().TrueForAll(isDone => isDone);
        var report = AsyncRunner.RunSync(() => RemoveAsync(mayStillCreate: !isComplete && !isWatched));
        if (report.Remaining.Count > 0) _reporter.ReportRemainingResources(report.Remaining, isWatched);
        else if (isComplete) watchdog?.Dismiss(WatchdogProtocol.End);
    }

    private async Task<RemovalReport> RemoveAsync(bool mayStillCreate)
    {
        var reports = await Task.WhenAll(
            GetEngines().Select(engine => engine.RemoveAsync(ResourceLabels.SessionManaged, mayStillCreate, _removalTimeout)))
            .ConfigureAwait(false);
        return reports.Aggregate(RemovalReport.Empty, (all, report) => all.Combine(report));
    }

    private List<SessionEngine> GetEngines()
    {
        lock (_gate) return [.. _engines.Values];
    }
}
