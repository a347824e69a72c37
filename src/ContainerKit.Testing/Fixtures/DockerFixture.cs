using ContainerKit.Testing.Execution;
using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

/// <summary>
/// What runs in containers for as long as tests need it: <see cref="ContainerFixture"/> for one container, <see cref="ServiceFixture{TService}"/> for a
/// ready-made service, <see cref="ContainerGroupFixture"/> for several containers. A class, collection or assembly fixture of xUnit, which starts and
/// disposes it; or a test's own, by <see cref="FixtureExtensions.StartAsync"/>.
/// </summary>
/// <remarks>
/// A start that fails throws in the tests that need the fixture, with the whole report, and leaves nothing behind. From the first fixture's start
/// on, what the process makes goes with it: see <see cref="TestSession"/>. Where no engine answers, the tests throw that when they ask for
/// a container, or are skipped where they say so: <c>[DockerFact]</c>.
/// </remarks>
public abstract partial class DockerFixture : IAsyncDisposable
{
    private readonly object _gate = new();
    private Task? _start;
    private Task? _end;

    private protected DockerFixture()
    {
    }

    /// <summary>Its containers, in the order in which they were described. They belong to the fixture.</summary>
    /// <exception cref="InvalidOperationException">The fixture has not been started.</exception>
    public abstract IReadOnlyList<Container> Containers { get; }

    /// <summary>
    /// Starts the containers. Called by xUnit. An override begins with <c>await base.InitializeAsync()</c>; what it does on top is better said in the plan, which undoes itself.
    /// Where no engine answers, an override that asks for a container may let the exception through: the tests are skipped or fail for want of the engine, and for nothing else.
    /// </summary>
    public virtual async ValueTask InitializeAsync() => await StartOnceAsync(CurrentTest.Token).ConfigureAwait(false);

    /// <summary>
    /// Removes the containers, newest first, unless the session is kept. Called by xUnit, whatever happened. Each removal is tried; one that fails
    /// is said on standard error and in the engine's log, and fails no test.
    /// </summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Task end;
        lock (_gate) end = _end ??= EndOnceAsync();
        await end.ConfigureAwait(false);
    }

    /// <summary>Why nothing could start, where that is because no engine answers.</summary>
    internal EngineUnavailableException? NoEngine { get; private set; }

    /// <summary>What runs, by the name it has in the fixture; empty before the start and after a failed one.</summary>
    internal abstract IReadOnlyList<NamedContainer> Running { get; }

    /// <summary>Starts all, or undoes what it has begun.</summary>
    internal abstract Task StartAsync(DockerEngine engine, CancellationToken cancellationToken);

    /// <summary>The engine that the description names; null for the default.</summary>
    internal abstract DockerEngine? DescribedEngine { get; }

    /// <summary>Removes all, newest first.</summary>
    /// <returns>What is left.</returns>
    internal abstract Task<IReadOnlyList<string>> RemoveAsync();

    internal Task StartOnceAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // What it started now, nobody would remove.
            ObjectDisposedException.ThrowIf(_end is not null, this);
            return _start ??= ProtectAndStartAsync(cancellationToken);
        }
    }

    /// <summary>Why there is nothing to hand out.</summary>
    private protected Exception NotStarted()
    {
        if (NoEngine is { } reason) return CurrentTest.MaySkip ? new SkipTestException(reason.Message) : reason;
        return new InvalidOperationException(
            $"{GetType().Name} has not been started. Declare it with IClassFixture<{GetType().Name}>, a collection or [assembly: AssemblyFixture], and take it in the constructor; or start it: await using var fixture = await new {GetType().Name}().StartAsync().");
    }

    /// <summary>What xUnit starts a shared fixture by. It would fail all tests for what an override throws, and without an engine that is the tests' to say.</summary>
    private async Task InitializeSharedAsync()
    {
        try
        {
            await InitializeAsync().ConfigureAwait(false);
        }
        catch (Exception) when (NoEngine is not null)
        {
            // It wanted the containers.
        }
    }

    private async Task ProtectAndStartAsync(CancellationToken cancellationToken)
    {
        var engine = DescribedEngine ?? DockerEngine.Default;
        // It waits a little for one that is promised.
        if (engine == DockerEngine.Default) await EngineAvailability.ThrowIfRequiredAsync().ConfigureAwait(false);
        try
        {
            await TestSession.Current.TrackAsync(engine, cancellationToken).ConfigureAwait(false);
            // A session that is kept protects nothing, and so asks nobody.
            await engine.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EngineUnavailableException e) when (!EngineAvailability.IsRequired)
        {
            // Whether that fails a test or skips it is the test's to say, and xUnit would fail all.
            NoEngine = e;
            return;
        }

        await StartAsync(engine, cancellationToken).ConfigureAwait(false);
        CurrentTest.Record?.Add(this);
    }

    private async Task EndOnceAsync()
    {
        // One that is still starting comes to have containers. How its start ends is told to whoever asked for that.
        if (_start is { } start) await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (TestSession.Current.IsCleanupDisabled || Running.Count == 0) return;
        // A test that has its own fixture disposes it before anybody knows whether the test failed.
        if (CurrentTest.Record is { } record) await record.KeepLogsAsync(this).ConfigureAwait(false);
        var left = await RemoveAsync().ConfigureAwait(false);
        if (left.Count > 0) TestSession.Current.Warn($"{GetType().Name} could not remove what it had started:\n  {string.Join("\n  ", left)}\nThe session tries again when the process ends.");
    }
}
