using ContainerKit.Testing.Fixtures;

namespace ContainerKit.Testing;

public abstract partial class DockerFixture
{
    /// <summary>
    /// Brings what is in the containers back to where it was, as <see cref="ResetBetweenTestsAsync"/> says. Between tests this is called
    /// after each one, for class and collection fixtures of tests marked with <c>[DockerFact]</c>, <c>[DockerTheory]</c> or <c>[ContainerTests]</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The reset failed; the message says of what, the inner exception why.</exception>
    /// <exception cref="OperationCanceledException">The token fired. A cancellation of other origin is a failure of the reset.</exception>
    public async Task ResetAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await ResetBetweenTestsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw ResetFailed(e.Message, e);
        }
    }

    /// <summary>
    /// Says how a test's traces are wiped, such as <c>Container.ExecAsync(["redis-cli", "flushall"], cancellationToken)</c> or
    /// <see cref="ExecuteSqlAsync"/>. Default: nothing is done.
    /// </summary>
    /// <param name="cancellationToken">Ends it. Between tests it fires after 60 s, and not with the test's own token: what a test leaves whose time was up is wiped too.</param>
    /// <remarks>Assembly fixtures are not reset by themselves, since tests use them at the same time.</remarks>
    protected virtual Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs SQL on a database, over a connection of its own.</summary>
    /// <param name="factory">The database's client, such as <c>NpgsqlFactory.Instance</c>.</param>
    /// <param name="connectionString">Where the database is.</param>
    /// <param name="sql">What to run, such as <c>truncate orders</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected static Task ExecuteSqlAsync(System.Data.Common.DbProviderFactory factory, string connectionString, string sql, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        ArgumentException.ThrowIfNullOrEmpty(sql);
        return DatabaseReset.RunAsync(factory, connectionString, sql, cancellationToken);
    }

    /// <summary>How long a reset between tests may take. It has no token of the test's, whose time may be up.</summary>
    internal TimeSpan ResetLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Resets it between tests, within its own time limit.</summary>
    internal async Task ResetInTimeAsync()
    {
        using var limit = new CancellationTokenSource(ResetLimit);
        try
        {
            // One that has no regard for its token is not waited for either.
            await ResetAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw ResetFailed($"It was not done within {ResetLimit.TotalSeconds:0.#} s.", e);
        }
    }

    private InvalidOperationException ResetFailed(string why, Exception inner) =>
        new($"Could not reset {GetType().Name} between tests; the next test would find what the one before it left. {why}", inner);
}
