using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// The base class of the fixtures that run containers for tests: <see cref="ContainerFixture"/> for one container,
/// <see cref="ServiceFixture{TService}"/> for a ready-made service, <see cref="ContainerGroupFixture"/> for several
/// containers. A test framework with shared fixtures starts and disposes it. Other code starts it with
/// <see cref="FixtureExtensions.StartAsync"/>.
/// </summary>
/// <remarks>
/// If the start fails, every test that needs the fixture throws the whole error, and everything that was created is
/// removed. From the start of the first fixture on, all resources that the process creates are removed when it exits;
/// see <see cref="TestCleanupSession"/>. If no engine responds, a test that accesses a container throws
/// <see cref="EngineUnavailableException"/>, or is skipped if it is marked as a test with containers.
/// </remarks>
public abstract partial class DockerFixture : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private Task? _start;
    private Task? _disposal;

    private protected DockerFixture()
    {
    }

    /// <summary>The containers, in the order of their description. The fixture owns them.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    public abstract IReadOnlyList<Container> Containers { get; }

    /// <summary>
    /// Starts the containers. Called by the test framework. An override must first call <c>await base.InitializeAsync()</c>. Prefer
    /// additional work in the plan, because a plan removes what it created if the work fails.
    /// </summary>
    /// <remarks>
    /// If no engine responds, an override may let the exception of a container property pass: the tests are then
    /// skipped, or fail because of the missing engine.
    /// </remarks>
    public virtual async ValueTask InitializeAsync() => await StartOnceAsync(CurrentTest.Token).ConfigureAwait(false);

    /// <summary>
    /// Removes the containers, newest first, unless cleanup is disabled for the session. Called by the test framework, also after
    /// failures. If a removal fails, the others are still attempted. The failure is reported on standard error and in
    /// the engine's log, and fails no test.
    /// </summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Task disposal;
        lock (_gate) disposal = _disposal ??= DisposeOnceAsync();
        await disposal.ConfigureAwait(false);
    }

    /// <summary>The reason why the fixture could not start, if no engine responds.</summary>
    internal EngineUnavailableException? EngineFailure { get; private set; }

    /// <summary>
    /// The running containers with their names in the fixture. Empty before the start and after a failed start.
    /// </summary>
    internal abstract IReadOnlyList<NamedContainer> RunningContainers { get; }

    /// <summary>Starts all containers. If one fails, removes those that were created.</summary>
    internal abstract Task StartAsync(DockerEngine engine, CancellationToken cancellationToken);

    /// <summary>The engine in the description, or null for the default engine.</summary>
    internal abstract DockerEngine? DescribedEngine { get; }

    /// <summary>Removes all resources of the fixture, newest first.</summary>
    /// <returns>The resources that could not be removed.</returns>
    internal abstract Task<IReadOnlyList<string>> RemoveAsync();

    internal Task StartOnceAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Containers that start after the disposal would never be removed.
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            return _start ??= StartUntilDisposedAsync(cancellationToken);
        }
    }

    /// <summary>Returns the running resource of the fixture, and records that the current test uses it.</summary>
    private protected T Use<T>(T? running)
        where T : class
    {
        if (running is null) throw CreateNotStartedException();
        OnUsing();
        return running;
    }

    /// <summary>Creates the exception for access to a container of a fixture that has not started.</summary>
    private Exception CreateNotStartedException()
    {
        if (EngineFailure is { } reason) return CurrentTest.IsSkippable ? CurrentTest.CreateSkipException(reason.Message) : reason;
        var type = GetType().Name;
        return new InvalidOperationException(
            $"{type} has not been started. {CurrentTest.DescribeDeclaration(type)} "
            + $"Or start it: await using var fixture = await new {type}().StartAsync().");
    }

    /// <summary>Called before the start. The frameworks whose tests share fixtures by scope register the fixture.</summary>
    partial void OnStarting();

    /// <summary>Called when the containers are accessed. Records the use, in frameworks without a list of a test's fixtures.</summary>
    partial void OnUsing();

    /// <summary>
    /// Starts a fixture that tests share. An exception would fail all tests. Without an engine, each
    /// test decides whether it is skipped or fails, so an exception of an override is ignored then.
    /// </summary>
    internal async Task InitializeSharedAsync()
    {
        try
        {
            await InitializeWithLogsAsync().ConfigureAwait(false);
        }
        catch (Exception) when (EngineFailure is not null)
        {
            // The override accessed the containers.
        }
    }

    /// <summary>
    /// Starts the fixture. An exception of an override, such as one of a migration, is thrown with the logs of the
    /// containers.
    /// </summary>
    /// <exception cref="FixtureSetupException">An override threw an exception.</exception>
    internal async Task InitializeWithLogsAsync()
    {
        try
        {
            await InitializeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (ContainerKitException or OperationCanceledException) && RunningContainers.Count > 0)
        {
            throw await FixtureSetupException.CreateAsync(
                $"initialize {GetType().Name}", e, RunningContainers.Select(it => it.Container)).ConfigureAwait(false);
        }
    }

    private async Task StartUntilDisposedAsync(CancellationToken cancellationToken)
    {
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        try
        {
            await TrackAndStartAsync(canceled.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested && e.CancellationToken != cancellationToken)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private async Task TrackAndStartAsync(CancellationToken cancellationToken)
    {
        OnStarting();
        var engine = DescribedEngine ?? DockerEngine.Default;
        // Waits a short time for a required engine.
        if (engine == DockerEngine.Default) await EngineAvailability.ThrowIfRequiredAsync().ConfigureAwait(false);
        try
        {
            await TestCleanupSession.Current.TrackAsync(engine, cancellationToken).ConfigureAwait(false);
            // TrackAsync does not connect if cleanup is disabled.
            await engine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EngineUnavailableException e) when (!EngineAvailability.IsRequired)
        {
            // Each test decides whether this fails or skips it; an exception here would fail them all.
            EngineFailure = e;
            return;
        }

        await StartAsync(engine, cancellationToken).ConfigureAwait(false);
        CurrentTest.LogCapture?.Add(this);
    }

    private async Task DisposeOnceAsync()
    {
        // A start in progress may still create containers. The caller of the start observes its exception.
        await _disposing.CancelAsync().ConfigureAwait(false);
        if (_start is { } start) await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (TestCleanupSession.Current.IsCleanupDisabled || RunningContainers.Count == 0) return;
        // A test disposes its own fixture before its result is known.
        if (CurrentTest.LogCapture is { } capture) await capture.CaptureAsync(this).ConfigureAwait(false);
        var remaining = await RemoveAsync().ConfigureAwait(false);
        if (remaining.Count == 0) return;
        TestCleanupSession.Current.ReportWarning(
            $"{GetType().Name} could not remove all of its resources:\n  {string.Join("\n  ", remaining)}\n"
            + "The session tries again when the process exits.");
    }
}
