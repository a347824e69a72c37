using Npgsql;

namespace ContainerKit.Testing.Tests;

/// <summary>The same container for many tests, each of which finds it clean.</summary>
public sealed class ResetTests
{
    [DockerFact]
    public async Task Between_tests_a_fixture_wipes_what_they_left()
    {
        var run = await Demo.RunAsync("ResetTests");

        run.ExitCode.Should().Be(0, run.ToString());
        run.Result("Finds_nothing_and_leaves_something(row: 3)").Should().Be("Pass");
    }

    [DockerFact]
    public async Task A_reset_that_fails_says_so_at_the_test_before_it()
    {
        var run = await Demo.RunAsync("FailingResetTests");

        run.Result("Passes_but_for_the_reset").Should().Be("Fail");
        run.Failure("Passes_but_for_the_reset").Should().Contain("Could not reset StuckFixture between tests").And.Contain("the table is locked");
    }

    [DockerFact]
    public async Task After_a_test_whose_time_was_up_the_next_one_finds_nothing_of_it()
    {
        var run = await Demo.RunAsync("TimedOutTests");

        foreach (var test in (string[])["Ends_with_its_token(row: 1)", "Ends_with_its_token(row: 2)", "Never_ends(row: 1)", "Never_ends(row: 2)"])
            run.Failure(test).Should().Contain("timed out", "and of nothing else").And.NotContain("Assert.Empty");
    }

    [DockerFact]
    public async Task Each_fixture_is_reset_whatever_the_others_do_and_all_failures_are_told()
    {
        var run = await Demo.RunAsync("TwoFailingResetsTests");

        run.Result("Passes_but_for_the_resets").Should().Be("Fail");
        run.Failure("Passes_but_for_the_resets").Should().ContainAll("Could not reset Table", "the table is locked", "Could not reset Cache", "the cache is silent");
    }

    [DockerFact]
    public async Task A_reset_that_failed_is_tried_again_before_the_next_test()
    {
        var run = await Demo.RunAsync("OneFailedResetTests");

        string[] tests = ["Finds_nothing(row: 1)", "Finds_nothing(row: 2)"];
        tests.Select(run.Result).Should().BeEquivalentTo("Pass", "Fail");
        string.Concat(tests.Select(run.Failure)).Should().Contain("Could not reset MoodyFixture").And.NotContain("Assert.Empty");
    }

    [Fact]
    public async Task A_reset_whose_own_client_gave_up_has_failed_and_one_that_the_caller_called_off_has_not()
    {
        using var called = new CancellationTokenSource();
        await using var fixture = new ImpatientFixture(token => token.IsCancellationRequested ? Task.FromCanceled(token) : throw new TaskCanceledException("no answer within 1 s"));

        (await fixture.Awaiting(it => it.ResetAsync(called.Token)).Should().ThrowAsync<InvalidOperationException>()).WithMessage("Could not reset ImpatientFixture*no answer within 1 s*");
        await called.CancelAsync();
        await fixture.Awaiting(it => it.ResetAsync(called.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_test_that_ends_late_wipes_nothing_of_the_next_one()
    {
        var resets = 0;
        await using var fixture = new ImpatientFixture(_ => Task.FromResult(++resets));
        var (late, next) = (new object(), new object());

        await fixture.BeforeTestAsync(late);
        await fixture.BeforeTestAsync(next);
        resets.Should().Be(1);
        await fixture.AfterTestAsync(late);
        resets.Should().Be(1, "the next one is at work");

        await fixture.AfterTestAsync(next);
        await fixture.BeforeTestAsync(new object());
        resets.Should().Be(2);
    }

    [Fact]
    public async Task A_reset_that_does_not_end_fails_when_its_time_is_up()
    {
        await using var fixture = new ImpatientFixture(_ => new TaskCompletionSource().Task) { ResetTimeout = TimeSpan.FromMilliseconds(20) };

        (await fixture.Awaiting(it => it.ResetWithTimeoutAsync()).Should().ThrowAsync<InvalidOperationException>()).WithMessage("Could not reset ImpatientFixture*within 0* s.");
    }

    [DockerFact]
    public async Task A_database_is_reset_by_sql()
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = await new OrdersFixture().StartAsync(token);
        await using var source = NpgsqlDataSource.Create(fixture.Service.ConnectionString);
        await using var insert = source.CreateCommand("insert into orders values (1)");
        await insert.ExecuteNonQueryAsync(token);

        await fixture.ResetAsync(token);

        await using var count = source.CreateCommand("select count(*) from orders");
        (await count.ExecuteScalarAsync(token)).Should().Be(0L);
        fixture.Containers.Should().ContainSingle().Which.Should().BeSameAs(fixture.Service.Container);
    }

    private sealed class ImpatientFixture(Func<CancellationToken, Task> reset) : SleeperFixture
    {
        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => reset(cancellationToken);
    }

    private sealed class OrdersFixture : ServiceFixture<PostgreSql>
    {
        protected override Plan<PostgreSql> Describe() => PostgreSql.Run(new PostgreSqlSpec { Scripts = ["create table orders (id int)"] });

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
            ExecuteSqlAsync(NpgsqlFactory.Instance, Service.ConnectionString, "truncate orders", cancellationToken);
    }
}
