using ContainerKit.Cleanup;
using ContainerKit.Http;
using ContainerKit.Sessions;
using ContainerKit.Testing.Sessions;

namespace ContainerKit.Testing;

/// <summary>
/// Sees to it that what this process makes on an engine goes when the process does, however that ends: normally, by an exception, Ctrl-C,
/// <see cref="Environment.Exit"/> or <c>kill -9</c>. Fixtures begin it; any other program can, with <see cref="TrackAsync"/>.
/// </summary>
/// <remarks>
/// <para>From then on everything the library makes on that engine, over whatever connection, carries a label that says so. At a normal end the process
/// removes what has it; for all other ends there is a watchdog, a small process that sleeps until this one is gone. Its clean-up is over within 10 seconds.</para>
/// <para>What was made before, and what is made on other engines, belongs to whoever it was handed to, and is left alone. So is everything when
/// <c>CONTAINERKIT_KEEP</c> is set.</para>
/// </remarks>
/// <example><code>
/// await TestSession.Current.ProtectAsync(DockerEngine.Default);
/// var redis = await Image.Pull("redis").Run();   // goes with this process, disposed or not
/// </code></example>
public sealed class TestSession
{
    // Runners kill a process that takes its time to end. Whatever is left then is the watchdog's.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly object _gate = new();
    private readonly Dictionary<string, SessionEngine> _engines = [];
    private readonly SessionReporter _voice = new();
    private Task<WatchdogClient?>? _watchdog;
    private volatile bool _isKept;

    private TestSession() => _isKept = Environment.GetEnvironmentVariable("CONTAINERKIT_KEEP") is { Length: > 0 } and not ("0" or "false");

    /// <summary>This process's session.</summary>
    public static TestSession Current { get; } = new();

    /// <summary>
    /// The labels of what this process makes on an engine that is protected. What is made there by other means, such as the docker command or the
    /// raw client, and given these, goes with the session too. Before the first engine is protected they are those of what is handed out, which
    /// nothing removes.
    /// </summary>
    public IReadOnlyDictionary<string, string> Labels => new Dictionary<string, string> { [ResourceLabels.Session] = Label };

    /// <summary>Whether everything is left where it is: after <see cref="DisableCleanup"/>, or with <c>CONTAINERKIT_KEEP</c> set to anything but <c>0</c> and <c>false</c>.</summary>
    public bool IsCleanupDisabled => _isKept;

    /// <summary>How long the watchdog goes on with what cannot be removed, before it writes that down and ends.</summary>
    internal TimeSpan WatchdogPatience { get; set; } = TimeSpan.FromSeconds(30);

    internal int WatchdogPid => _watchdog is { IsCompletedSuccessfully: true } started ? started.GetAwaiter().GetResult()?.Pid ?? 0 : 0;

    /// <summary>
    /// What this process makes from here on goes when the process does; on this engine, and on each other one for which this is called. Returns
    /// as soon as somebody watches, and may be called any number of times. Where no watchdog can be started, that is said on standard error.
    /// </summary>
    /// <exception cref="EngineUnavailableException">No engine answers.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine is older than Docker Engine 20.10.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>, once per connection.</remarks>
    public async Task TrackAsync(DockerEngine engine, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (_isKept) return;
        await GuardAsync(engine, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The image goes at the end of the session, by the name it has here; another name that it has keeps it. Quiet when it is gone by then.</summary>
    /// <inheritdoc cref="TrackAsync"/>
    public async Task RemoveImageOnExitAsync(Image image, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (_isKept) return;
        var name = image.Reference.Tag is null ? image.Id : image.Reference.ToString();
        var (guarded, watchdog) = await GuardAsync(image.Engine, cancellationToken).ConfigureAwait(false);
        guarded.RemoveLater(name);
        watchdog?.RemoveLater(guarded.Endpoint, name);
    }

    /// <summary>
    /// Removes now what this process has made since it was protected, and goes on protecting it. For programs that live on, such as the process
    /// of a query; at the end of the process it happens by itself.
    /// </summary>
    /// <exception cref="CleanupFailedException">Something could not be removed; the message names it, and why.</exception>
    /// <remarks>Engine API: <c>GET</c> and <c>DELETE</c> on <c>/containers</c>, <c>/networks</c>, <c>/volumes</c> and <c>/images</c>.</remarks>
    public async Task RemoveAllAsync(CancellationToken cancellationToken = default)
    {
        if (_isKept) return;
        var report = await RemoveAsync(mayCome: false).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (report.Left.Count == 0) return;
        var failure = new CleanupFailedException("Could not remove everything that the session had made.");
        failure.AddCleanupReport(new CleanupReport(report.Removed, report.Left));
        throw failure;
    }

    /// <summary>
    /// From now on the session removes nothing, for looking at what a test did. What was made before this call goes, at the latest, when another
    /// session begins on this machine; what is made after it stays until somebody removes it.
    /// </summary>
    public void DisableCleanup()
    {
        lock (_gate)
        {
            if (_isKept) return;
            _isKept = true;
            ResourceLabels.ClearSessionManaged();
        }

        _ = DismissAsync();

        async Task DismissAsync()
        {
            if (_watchdog is { } starting) (await starting.ConfigureAwait(false))?.Dismiss(WatchdogProtocol.Keep);
        }
    }

    /// <summary>The label, as a filter of the docker command takes it.</summary>
    public override string ToString() => $"{ResourceLabels.Session}={Label}";

    private string Label
    {
        get
        {
            lock (_gate) return !_isKept && _engines.Count > 0 ? ResourceLabels.SessionManaged : ResourceLabels.Unmanaged;
        }
    }

    /// <summary>Says something about a clean-up, on standard error and in the log.</summary>
    internal void Warn(string text) => _voice.Warn(text);

    private async Task<(SessionEngine Engine, WatchdogClient? Watchdog)> GuardAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        // The watchdog is on its way while the engine is looked for: neither waits for the other.
        var starting = Begin(engine);
        var link = await engine.GetConnectionPoolAsync(cancellationToken).ConfigureAwait(false);
        var watchdog = await starting.ConfigureAwait(false);
        var key = link.Endpoint.ToString();
        SessionEngine? guarded;
        lock (_gate)
        {
            if (!_engines.TryGetValue(key, out guarded))
            {
                _engines[key] = guarded = new SessionEngine(link.Endpoint, link.ApiVersion);
                if (watchdog is not null) watchdog.Watch(link.Endpoint, link.ApiVersion);
                else _ = Task.Run(() => SweepAsync(link), CancellationToken.None);
            }

            guarded.Add(engine.PendingCreates);
            // Last: what says that it goes with the process must be on an engine where somebody sees to that.
            if (!_isKept) ResourceLabels.MarkSessionManaged(link.Endpoint);
        }

        return (guarded, watchdog);
    }

    private Task<WatchdogClient?> Begin(DockerEngine engine)
    {
        lock (_gate)
        {
            if (_watchdog is not null) return _watchdog;
            _voice.Logger = engine.Logger;
            AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
            return _watchdog = Task.Run(Start);
        }
    }

    private WatchdogClient? Start()
    {
        try
        {
            return WatchdogClient.Start(ResourceLabels.SessionManaged, WatchdogPatience, _voice);
        }
        catch (Exception e)
        {
            // Whatever it is: no test fails because of it.
            _voice.NoWatchdog(e.Message);
            return null;
        }
    }

    // Without a watchdog, which does this otherwise.
    private async Task SweepAsync(ConnectionPool link)
    {
        var report = await OrphanCleanup.RunAsync(link.Endpoint, link.ApiVersion).ConfigureAwait(false);
        if (report.Removed.Count > 0) _voice.Swept(string.Join(", ", report.Removed));
        foreach (var thing in report.Left) _voice.LeftEarlier(thing);
    }

    // The system's last word to a process that ends by itself; one that is killed does not get here.
    private void End()
    {
        if (_isKept) return;
        var watchdog = _watchdog is { IsCompletedSuccessfully: true } started ? started.GetAwaiter().GetResult() : null;
        var isWatched = watchdog is { IsThere: true };
        // First the gates, then the look: what is not there then, and was not asked for, cannot come.
        var isComplete = Engines().Select(engine => engine.Close()).ToList().TrueForAll(isDone => isDone);
        // There is no later to await it in. On a thread of the pool, since this one may have a context that it would wait for.
        var report = Task.Run(() => RemoveAsync(mayCome: !isComplete && !isWatched)).GetAwaiter().GetResult();
        if (report.Left.Count > 0) _voice.NotRemoved(report.Left, isWatched);
        else if (isComplete) watchdog?.Dismiss(WatchdogProtocol.End);
    }

    private async Task<RemovalReport> RemoveAsync(bool mayCome)
    {
        var reports = await Task.WhenAll(Engines().Select(engine => engine.RemoveAsync(ResourceLabels.SessionManaged, mayCome, _patience))).ConfigureAwait(false);
        return reports.Aggregate(RemovalReport.Nothing, (all, report) => all.With(report));
    }

    private List<SessionEngine> Engines()
    {
        lock (_gate) return [.. _engines.Values];
    }
}
