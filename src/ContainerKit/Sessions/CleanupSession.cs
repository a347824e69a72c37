using ContainerKit.Cleanup;
using ContainerKit.Diagnostics;
using ContainerKit.Http;
using ContainerKit.Sessions;

namespace ContainerKit;

/// <summary>
/// The session of a process, which removes the resources that the process creates on an engine when the process exits:
/// normally, by an exception, by Ctrl-C, by <see cref="Environment.Exit"/> or by <c>kill -9</c>. It starts with
/// <see cref="TrackAsync"/>. Without it, resources stay until they are disposed.
/// </summary>
/// <remarks>
/// <para>While an engine is tracked, the library labels every resource that it creates there, over any connection. At a
/// normal exit, the process removes the labeled resources. For all other exits there is a watchdog, a small process
/// that waits until this one has exited. Its cleanup completes within 10 seconds. The watchdog needs a <c>dotnet</c>
/// host on this machine.</para>
/// <para>Resources that were created before, and resources on other engines, are not removed. All members are
/// thread-safe. Test fixtures start this session with rules of their own.</para>
/// </remarks>
/// <example><code>
/// await CleanupSession.Current.TrackAsync(DockerEngine.Default);
/// var redis = await Image.Pull("redis").Run();   // removed when this process exits, disposed or not
/// </code></example>
public sealed class CleanupSession
{
    // A supervisor, such as a test runner, may kill a process that takes too long to exit. The watchdog removes the remaining
    // resources.
    private static readonly TimeSpan _removalTimeout = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Dictionary<string, SessionEngine> _engines = [];
    private readonly SessionReporter _reporter = new();
    private Task<WatchdogClient?>? _watchdog;
    private volatile bool _isCleanupDisabled;

    private CleanupSession()
    {
    }

    /// <summary>The session of this process.</summary>
    public static CleanupSession Current { get; } = new();

    /// <summary>
    /// Receives each warning about a cleanup: a resource that could not be removed, or a missing watchdog. The handler runs on
    /// any thread, also while the process exits. An exception of a handler is logged and not thrown. Warnings are also
    /// written to the log of the first tracked engine. Default: no handler.
    /// </summary>
    public event Action<string>? Warning
    {
        add => _reporter.Warning += value;
        remove => _reporter.Warning -= value;
    }

    /// <summary>
    /// The labels of the resources that this process creates on a tracked engine. A resource that is created there by
    /// other means, such as the Docker CLI or the raw client, is removed with the session if it has these labels.
    /// Before the first engine is tracked, they are the labels of unmanaged resources, which no session removes.
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [ResourceLabels.Session] = Label };

    /// <summary>
    /// Indicates whether the session removes nothing because <see cref="DisableCleanup"/> was called. Default: false.
    /// </summary>
    public bool IsCleanupDisabled => _isCleanupDisabled;

    /// <summary>The time for which the watchdog retries failed removals before it writes a report and exits.</summary>
    internal TimeSpan WatchdogTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pid of the watchdog, or 0 before it is ready.</summary>
    internal int WatchdogPid => GetStartedWatchdog()?.Pid ?? 0;

    /// <summary>
    /// Tracks an engine: resources that this process creates there from now on are removed when the process exits.
    /// Returns when the watchdog has started, and can be called any number of times. If no watchdog can be started, a
    /// warning is reported; see <see cref="Warning"/>. Does nothing after <see cref="DisableCleanup"/>.
    /// </summary>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine is older than Docker Engine 20.10.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>, once per connection.</remarks>
    public async Task TrackAsync(DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (_isCleanupDisabled) return;
        await TrackEngineAsync(engine.ApiClient, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns the directories in which the processes of this user can share files, such as lock files, in the order of
    /// preference. Only this user can write to them. They are created if they do not exist.
    /// </summary>
    /// <returns>
    /// A folder in the local application data and one in the temporary folder; none if neither is writable.
    /// </returns>
    public static IReadOnlyList<string> GetSharedDirectories() => [.. StateDirectory.GetSharedDirectories()];

    /// <summary>
    /// Returns a name for an image that the session removes, on every tracked engine, like the images that a build creates
    /// without a name. After <see cref="DisableCleanup"/> and before an engine is tracked, it is a name that no session
    /// removes.
    /// </summary>
    /// <param name="suffix">The last part of the tag, which makes the name unique. Letters and digits, at most 32.</param>
    /// <exception cref="ArgumentException">The suffix is empty, too long, or has other characters.</exception>
    public string CreateImageName(string suffix)
    {
        ArgumentException.ThrowIfNullOrEmpty(suffix);
        if (suffix.Length > 32 || !suffix.All(char.IsAsciiLetterOrDigit))
            throw ArgumentErrors.Create($"'{suffix}' is not a valid suffix. Use at most 32 ASCII letters and digits.", nameof(suffix));
        return $"{ResourceLabels.ImageRepository}:{Label}-{suffix}";
    }

    /// <summary>
    /// Tracks the engine of an image, and registers the image for removal at the end of the session, by its current name.
    /// If the image has other names, they are kept. An image that no longer exists then is ignored.
    /// </summary>
    /// <inheritdoc cref="TrackAsync"/>
    public async Task RemoveImageOnExitAsync(Image image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (_isCleanupDisabled) return;
        var name = image.Reference.Tag is null ? image.Id : image.Reference.ToString();
        var (engine, watchdog) = await TrackEngineAsync(image.Engine.ApiClient, cancellationToken).ConfigureAwait(false);
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
        var failure = new CleanupFailedException("Could not remove all resources of the session.");
        failure.AddCleanupReport(report);
        throw failure;
    }

    /// <summary>
    /// Disables cleanup for the rest of the process, for example to inspect the containers of a failed run. Resources that
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

    /// <summary>
    /// Reports a warning about a cleanup of the application, in the same way as those of the session: to the handlers of
    /// <see cref="Warning"/> and to the log.
    /// </summary>
    public void ReportWarning(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _reporter.Warn(text);
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

    private async Task<(SessionEngine Engine, WatchdogClient? Watchdog)> TrackEngineAsync(
        EngineClient client, CancellationToken cancellationToken)
    {
        // Starts the watchdog while connecting to the engine.
        var starting = StartWatchdogOnce(client);
        var endpoint = await client.GetEndpointAsync(cancellationToken).ConfigureAwait(false);
        var apiVersion = await client.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        var watchdog = await starting.ConfigureAwait(false);
        var key = endpoint.ToString();
        SessionEngine? engine;
        lock (_gate)
        {
            if (!_engines.TryGetValue(key, out engine))
            {
                _engines[key] = engine = new SessionEngine(client, endpoint);
                if (watchdog is not null) watchdog.RegisterEngine(endpoint, apiVersion);
                else _ = Task.Run(() => RemoveOrphansAsync(engine), CancellationToken.None);
            }

            engine.AddPendingRequests(client.PendingCreates);
            // Last: a resource must only get the label of a session if the session removes it.
            if (!_isCleanupDisabled) ResourceLabels.MarkSessionManaged(endpoint);
        }

        return (engine, watchdog);
    }

    private Task<WatchdogClient?> StartWatchdogOnce(EngineClient client)
    {
        lock (_gate)
        {
            if (_watchdog is not null) return _watchdog;
            _reporter.Logger = client.Logger;
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
            // A missing watchdog must not fail the application.
            _reporter.ReportWatchdogUnavailable(e.Message);
            return null;
        }
    }

    private WatchdogClient? GetStartedWatchdog() =>
        _watchdog is { IsCompletedSuccessfully: true } started ? started.GetAwaiter().GetResult() : null;

    // Only if there is no watchdog, which otherwise does this.
    private async Task RemoveOrphansAsync(SessionEngine engine)
    {
        var report = await engine.RemoveOrphansAsync().ConfigureAwait(false);
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
        // An event handler cannot await. The work runs on a pool thread, because this one may have a synchronization context
        // that the work would wait for.
        var report = Task.Run(() => RemoveAsync(mayStillCreate: !isComplete && !isWatched)).GetAwaiter().GetResult();
        if (report.Remaining.Count > 0) _reporter.ReportRemainingResources(report.Remaining, isWatched);
        else if (isComplete) watchdog?.Dismiss(WatchdogProtocol.End);
    }

    private async Task<CleanupReport> RemoveAsync(bool mayStillCreate)
    {
        var reports = await Task.WhenAll(
            GetEngines().Select(engine => engine.RemoveAsync(ResourceLabels.SessionManaged, mayStillCreate, _removalTimeout)))
            .ConfigureAwait(false);
        return reports.Aggregate(CleanupReport.Nothing, (all, report) => all.Combine(report));
    }

    private List<SessionEngine> GetEngines()
    {
        lock (_gate) return [.. _engines.Values];
    }
}
