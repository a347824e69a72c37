using Npgsql;

namespace ContainerKit.Testing.Tests;

/// <summary>Fixtures that are reset between tests, so that each test finds a clean container.</summary>
public sealed class ResetTests
{
    [DockerFact]
    public async Task A_fixture_is_reset_between_tests()
    {
        var run = await DemoRun.RunAsync("ResetTests");

        run.ExitCode.Should().Be(0, run.ToString());
        run.Result("A_test_finds_no_files_and_leaves_one(row: 3)").Should().Be("Pass");
    }

    [DockerFact]
    public async Task A_failed_reset_fails_the_test_before_it()
    {
        var run = await DemoRun.RunAsync("FailingResetTests");

        run.Result("A_test_passes_and_its_reset_fails").Should().Be("Fail");
        run.Failure("A_test_passes_and_its_reset_fails")
            .Should().Contain("Could not reset FailingResetFixture between tests").And.Contain("the table is locked");
    }

    [DockerFact]
    public async Task A_fixture_is_reset_after_a_test_that_timed_out()
    {
        var run = await DemoRun.RunAsync("TimedOutTests");

        foreach (var test in (string[])["A_timed_out_test_ends_with_its_token(row: 1)",
            "A_timed_out_test_ends_with_its_token(row: 2)", "A_timed_out_test_never_ends(row: 1)",
            "A_timed_out_test_never_ends(row: 2)"])
            run.Failure(test).Should().Contain("timed out", "the timeout is the only failure").And.NotContain("Assert.Empty");
    }

    [DockerFact]
    public async Task Each_fixture_is_reset_although_others_fail_and_all_failures_are_reported()
    {
        var run = await DemoRun.RunAsync("TwoFailingResetsTests");

        run.Result("A_test_passes_and_both_resets_fail").Should().Be("Fail");
        run.Failure("A_test_passes_and_both_resets_fail")
            .Should().ContainAll("Could not reset TableFixture", "the table is locked", "Could not reset CacheFixture",
            "the cache does not respond");
    }

    [DockerFact]
    public async Task A_failed_reset_is_retried_before_the_next_test()
    {
        var run = await DemoRun.RunAsync("OneFailedResetTests");

        string[] tests = ["A_test_finds_no_rows(row: 1)", "A_test_finds_no_rows(row: 2)"];
        tests.Select(run.Result).Should().BeEquivalentTo("Pass", "Fail");
        string.Concat(tests.Select(run.Failure))
            .Should().Contain("Could not reset FlakyResetFixture").And.NotContain("Assert.Empty");
    }

    [Fact]
    public async Task A_reset_fails_on_its_own_cancellation_but_not_on_that_of_the_caller()
    {
        using var cancellation = new CancellationTokenSource();
        await using var fixture = new CustomResetFixture(token => token.IsCancellationRequested
            ? Task.FromCanceled(token) : throw new TaskCanceledException("no response within 1 s"));

        (await fixture.Awaiting(it => it.ResetAsync(cancellation.Token))
            .Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("Could not reset CustomResetFixture*no response within 1 s*");
        await cancellation.CancelAsync();
        await fixture.Awaiting(it => it.ResetAsync(cancellation.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_late_end_of_a_test_does_not_reset_the_fixture_of_the_next_test()
    {
        var resets = 0;
        await using var fixture = new CustomResetFixture(_ => Task.FromResult(++resets));
        var (late, next) = (new object(), new object());

        await fixture.BeforeTestAsync(late);
        await fixture.BeforeTestAsync(next);
        resets.Should().Be(1);
        await fixture.AfterTestAsync(late);
        resets.Should().Be(1, "the next test is using the fixture");

        await fixture.AfterTestAsync(next);
        await fixture.BeforeTestAsync(new object());
        resets.Should().Be(2);
    }

    [Fact]
    public async Task A_reset_that_does_not_complete_fails_at_its_timeout()
    {
        await using var fixture =
            new CustomResetFixture(_ => new TaskCompletionSource().Task) { ResetTimeout = TimeSpan.FromMilliseconds(20) };

        (await fixture.Awaiting(it => it.ResetWithTimeoutAsync()).Should().ThrowAsync<InvalidOperationException>())
            .WithMessage("Could not reset CustomResetFixture*within 0* s.");
    }

    [DockerFact]
    public async Task A_database_fixture_is_reset_with_SQL()
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

    private sealed class CustomResetFixture(Func<CancellationToken, Task> reset) : SleeperFixture
    {
        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) => reset(cancellationToken);
    }

    private sealed class OrdersFixture : ServiceFixture<PostgreSql>
    {
        protected override Plan<PostgreSql> Describe() =>
            PostgreSql.Run(new PostgreSqlSpec { Scripts = ["create table orders (id int)"] });

        protected override Task ResetBetweenTestsAsync(CancellationToken cancellationToken) =>
            ExecuteSqlAsync(NpgsqlFactory.Instance, Service.ConnectionString, "truncate orders", cancellationToken);
    }
}
