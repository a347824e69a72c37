namespace ContainerKit.Services;

/// <summary>
/// The session of a process, which removes the resources that the process creates on an engine when the process exits:
/// normally, by an exception, by Ctrl-C, by <see cref="Environment.Exit"/> or by <c>kill -9</c>. Fixtures start the
/// session. Other programs start it with <see cref="TrackAsync"/>.
/// </summary>
/// <remarks>
/// <para>It is the <see cref="CleanupSession"/> of the process, with two rules for tests: <c>CONTAINERKIT_KEEP</c>
/// disables it, and warnings are written to standard error.</para>
/// <para>While an engine is tracked, the library labels every resource that it creates there, over any connection. At a
/// normal exit, the process removes the labeled resources. For all other exits there is a watchdog, a small process
/// that waits until this one has exited. Its cleanup completes within 10 seconds.</para>
/// <para>Resources that were created before, and resources on other engines, are not removed. With
/// <c>CONTAINERKIT_KEEP</c> set, nothing is removed.</para>
/// </remarks>
/// <example><code>
/// await TestCleanupSession.Current.TrackAsync(DockerEngine.Default);
/// var redis = await Image.Pull("redis").Run();   // removed when this process exits, disposed or not
/// </code></example>
public sealed class TestCleanupSession
{
    private readonly CleanupSession _session = CleanupSession.Current;

    private TestCleanupSession()
    {
        _session.Warning += WriteToStandardError;
        if (Environment.GetEnvironmentVariable("CONTAINERKIT_KEEP") is { Length: > 0 } and not ("0" or "false"))
            _session.DisableCleanup();
    }

    /// <summary>The session of this process.</summary>
    public static TestCleanupSession Current { get; } = new();

    /// <inheritdoc cref="CleanupSession.Labels"/>
    public IReadOnlyDictionary<string, string> Labels => _session.Labels;

    /// <summary>
    /// Indicates whether the session removes nothing: after <see cref="DisableCleanup"/>, or with
    /// <c>CONTAINERKIT_KEEP</c> set to a value other than <c>0</c> and <c>false</c>.
    /// </summary>
    public bool IsCleanupDisabled => _session.IsCleanupDisabled;

    /// <summary>
    /// Tracks an engine: resources that this process creates there from now on are removed when the process exits.
    /// Returns when the watchdog has started, and can be called any number of times. If no watchdog can be started, a
    /// warning is written to standard error.
    /// </summary>
    /// <exception cref="EngineUnavailableException">No engine responds.</exception>
    /// <exception cref="UnsupportedApiVersionException">The engine is older than Docker Engine 20.10.</exception>
    /// <remarks>Engine API: <c>GET /_ping</c>, once per connection.</remarks>
    public Task TrackAsync(DockerEngine engine, CancellationToken cancellationToken = default) =>
        _session.TrackAsync(engine, cancellationToken);

    /// <inheritdoc cref="CleanupSession.RemoveImageOnExitAsync"/>
    public Task RemoveImageOnExitAsync(Image image, CancellationToken cancellationToken = default) =>
        _session.RemoveImageOnExitAsync(image, cancellationToken);

    /// <inheritdoc cref="CleanupSession.RemoveAllAsync"/>
    public Task RemoveAllAsync(CancellationToken cancellationToken = default) => _session.RemoveAllAsync(cancellationToken);

    /// <summary>
    /// Disables cleanup for the rest of the process, for example to inspect the containers of a test. Resources that
    /// were created before this call are removed when the next session starts on this machine. Resources that are
    /// created after it remain until the user removes them.
    /// </summary>
    public void DisableCleanup() => _session.DisableCleanup();

    /// <inheritdoc cref="CleanupSession.ToString"/>
    public override string ToString() => _session.ToString();

    /// <summary>Writes a warning about a cleanup to standard error and to the log.</summary>
    public void ReportWarning(string text) => _session.ReportWarning(text);

    // The only place where the library writes to the console: the process is about to exit, or its tests would not show
    // a log. A writer that a test runner has set in its place may throw when no test is running.
#pragma warning disable RS0030, CA1031
    private static void WriteToStandardError(string text)
    {
        try
        {
            Console.Error.WriteLine("ContainerKit: " + text);
        }
        catch (Exception)
        {
            // The log still gets the message.
        }
    }
#pragma warning restore RS0030, CA1031
}
