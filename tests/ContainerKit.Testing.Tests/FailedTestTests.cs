namespace ContainerKit.Testing.Tests;

/// <summary>Reports of failed tests.</summary>
public sealed class FailedTestTests
{
    [DockerFact]
    public async Task The_output_of_a_failed_test_includes_the_container_log_of_its_duration()
    {
        var run = await DemoRun.RunAsync("LogTests");

        run.Result("A_test_passes").Should().Be("Pass");
        run.Output("A_test_passes").Should().BeEmpty();
        run.Output("A_theory_fails_for_one_row(fails: False)").Should().BeEmpty();

        var failed = run.Output("A_test_fails");
        failed.Should().Contain("wrote during this test").And.Contain("out while the failing test ran")
            .And.NotContain("before any test").And.NotContain("while the passing test ran")
            .And.NotContain("while the row");
        run.Output("A_theory_fails_for_one_row(fails: True)")
            .Should().Contain("while the row True ran").And.NotContain("while the row False ran");
        run.Attachments("A_test_fails").Should().ContainSingle().Which.Value.Should().Contain("while the failing test ran");
        run.Attachments("A_test_passes").Should().BeEmpty();

        var own = run.Output("A_test_with_its_own_container_fails");
        own.Should().Contain("by the separate container", "the test disposed the container before its failure was known");
        run.Output("A_test_that_times_out_fails").Should().Contain("out before the timeout");
        run.Attachments("A_test_that_times_out_fails").Should().ContainSingle();
        run.Output("A_test_that_killed_its_container_fails")
            .Should().Contain("is no longer running (exited, exit code 137 (SIGKILL");

        var manyLines = run.Output("A_test_with_many_log_lines_fails");
        manyLines.Should().Contain("line 5000").And.Contain("line 4901").And.NotContain("line 4900\n")
            .And.Contain("the last 100 lines");
        run.Attachments("A_test_with_many_log_lines_fails").Values.Single()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(1000);
    }

    [DockerFact]
    public async Task The_ContainerTests_attribute_adds_container_logs_to_failed_plain_facts()
    {
        var marked = await DemoRun.RunAsync("MarkedClassTests");
        var unmarked = await DemoRun.RunAsync("UnmarkedClassTests");

        marked.Output("A_plain_fact_in_a_marked_class_fails").Should().Contain("while the plain fact ran");
        unmarked.Result("A_plain_fact_in_an_unmarked_class_fails").Should().Be("Fail");
        unmarked.Output("A_plain_fact_in_an_unmarked_class_fails").Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_failed_fixture_start_fails_the_test_with_the_full_report()
    {
        var single = await DemoRun.RunAsync("FailedStartTests");
        var group = await DemoRun.RunAsync("FailedGroupStartTests");

        single.Result("A_test_whose_fixture_failed_to_start_does_not_run").Should().Be("Fail");
        single.Failure("A_test_whose_fixture_failed_to_start_does_not_run")
            .Should().Contain("exit code 1").And.Contain("cannot read the configuration")
            .And.Contain("Cleaned up: container");
        group.Failure("A_test_whose_fixture_failed_to_start_does_not_run")
            .Should().Contain("exit code 3").And.Contain("no such migration").And.Contain("Cleaned up:")
            .And.Contain("network");
    }

    [DockerFact]
    public async Task A_failed_fixture_cleanup_is_reported_and_does_not_change_the_test_result()
    {
        var foreignContainer = await DockerCli.GetOutputAsync("run", "-d", "--rm", "busybox", "sleep", "300");
        try
        {
            var run = await DemoRun.RunAsync("FailedCleanupTests",
                new Dictionary<string, string?> { ["DEMO_FOREIGN_CONTAINER"] = foreignContainer });

            run.Result("A_test_passes_although_the_network_cannot_be_removed").Should().Be("Pass");
            run.ExitCode.Should().Be(0);
            run.Errors.Should().Contain("NetworkFixture could not remove all of its resources").And.Contain("network");
        }
        finally
        {
            await DockerCli.RunIgnoringErrorsAsync("rm", "-f", foreignContainer);
        }
    }
}
