using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture
{
    /// <summary>
    /// Resets the state in the containers with <see cref="ResetBetweenTestsAsync"/>. After each test that is
    /// marked as a test with containers, the framework's integration resets the fixtures that only this test used.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The reset failed. The message names the fixture, the inner exception is the cause.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The token fired. A cancellation by another token counts as a failed reset.
    /// </exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await ResetBetweenTestsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw CreateResetFailedException(e.Message, e);
        }
    }

    /// <summary>
    /// Removes the changes of a test, for example by
    /// <c>Container.ExecAsync(["redis-cli", "flushall"], cancellationToken)</c> or <see cref="ExecuteSqlAsync"/>.
    /// Default: does nothing.
    /// </summary>
    /// <param name="cancellationToken">
    /// Cancels the reset. Between tests it fires after 60 s. It does not depend on the test's token, so the changes of
    /// a test that timed out are removed too.
    /// </param>
    /// <remarks>
    /// A fixture that several tests use at the same time is not reset between them.
    /// </remarks>
    protected virtual Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Executes SQL on a database, over a new connection.</summary>
    /// <param name="factory">The factory of the database driver, such as <c>NpgsqlFactory.Instance</c>.</param>
    /// <param name="connectionString">The connection string of the database.</param>
    /// <param name="sql">The SQL, such as <c>truncate orders</c>.</param>
    /// <param name="cancellationToken">Cancels the execution.</param>
    protected static Task ExecuteSqlAsync(
        System.Data.Common.DbProviderFactory factory, string connectionString, string sql, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        ArgumentException.ThrowIfNullOrEmpty(sql);
        return DatabaseReset.RunAsync(factory, connectionString, sql, cancellationToken);
    }

    /// <summary>The timeout of a reset between tests.</summary>
    internal TimeSpan ResetTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Resets the fixture within <see cref="ResetTimeout"/>.</summary>
    internal async Task ResetWithTimeoutAsync()
    {
        using var timeout = new CancellationTokenSource(ResetTimeout);
        try
        {
            // WaitAsync stops waiting also for a reset that ignores its token.
            await ResetAsync(timeout.Token).WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested)
        {
            throw CreateResetFailedException($"The reset did not complete within {ResetTimeout.TotalSeconds:0.#} s.", e);
        }
    }

    private InvalidOperationException CreateResetFailedException(string reason, Exception inner) => new(
        $"Could not reset {GetType().Name} between tests, so the next test may see changes of the previous one. {reason}", inner);
}
