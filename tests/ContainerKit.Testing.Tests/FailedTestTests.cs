namespace ContainerKit.Testing.Tests;

/// <summary>What the report of a failed test says.</summary>
public sealed class FailedTestTests
{
    [DockerFact]
    public async Task The_output_of_a_failed_test_and_of_no_other_tells_what_its_containers_wrote_meanwhile()
    {
        var run = await Demo.RunAsync("LogTests");

        run.Result("Passes").Should().Be("Pass");
        run.Output("Passes").Should().BeEmpty();
        run.Output("Fails_for_one_row(fails: False)").Should().BeEmpty();

        var failed = run.Output("Fails");
        failed.Should().Contain("wrote during this test").And.Contain("out while Fails ran").And.NotContain("before any test").And.NotContain("while Passes ran").And.NotContain("while the row");
        run.Output("Fails_for_one_row(fails: True)").Should().Contain("while the row True ran").And.NotContain("while the row False ran");
        run.Attachments("Fails").Should().ContainSingle().Which.Value.Should().Contain("while Fails ran");
        run.Attachments("Passes").Should().BeEmpty();

        var own = run.Output("Fails_with_a_container_of_its_own");
        own.Should().Contain("by the container of its own", "the test had disposed it before it was known to have failed");
        run.Output("Fails_after_a_kill").Should().Contain("is no longer running (Exited, exit code 137 (SIGKILL");

        var long_ = run.Output("Fails_after_many_lines");
        long_.Should().Contain("line 5000").And.Contain("line 4901").And.NotContain("line 4900\n").And.Contain("the last 100 lines");
        run.Attachments("Fails_after_many_lines").Values.Single().Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(1000);
    }

    [DockerFact]
    public async Task One_attribute_does_it_for_plain_facts_and_without_it_nothing_is_told()
    {
        var marked = await Demo.RunAsync("MarkedClassTests");
        var unmarked = await Demo.RunAsync("UnmarkedTests");

        marked.Output("Fails").Should().Contain("while the plain one ran");
        unmarked.Result("Fails").Should().Be("Fail");
        unmarked.Output("Fails").Should().BeEmpty();
    }

    [DockerFact]
    public async Task A_failed_start_throws_in_the_test_that_needs_it_with_the_whole_report()
    {
        var exiting = await Demo.RunAsync("BrokenTests");
        var environment = await Demo.RunAsync("BrokenEnvironmentTests");

        exiting.Result("Needs_it").Should().Be("Fail");
        exiting.Failure("Needs_it").Should().Contain("exit code 1").And.Contain("cannot read the configuration").And.Contain("Cleaned up: container");
        environment.Failure("Needs_it").Should().Contain("exit code 3").And.Contain("no such migration").And.Contain("Cleaned up:").And.Contain("network");
    }

    [DockerFact]
    public async Task A_teardown_that_fails_is_loud_and_the_tests_result_stands()
    {
        var intruder = await DockerCli.AskAsync("run", "-d", "--rm", "busybox", "sleep", "300");
        try
        {
            var run = await Demo.RunAsync("StubbornTests", new Dictionary<string, string?> { ["DEMO_INTRUDER"] = intruder });

            run.Result("Passes").Should().Be("Pass");
            run.ExitCode.Should().Be(0);
            run.Errors.Should().Contain("SmallFixture could not remove all of its resources").And.Contain("network");
        }
        finally
        {
            await DockerCli.TryAsync("rm", "-f", intruder);
        }
    }
}
