using System.Text.Json;
using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm.Tests.Services;

/// <summary>
/// The decisions of the Docker CLI, with the cases of its tests:
/// https://github.com/docker/cli/blob/28f756087eea5fa301f3fbf12b01ae62f91521c2/cli/command/service/progress/progress_test.go
/// </summary>
public sealed class ConvergenceCheckTests
{
    private readonly ConvergenceCheck _check = new();
    private readonly HashSet<string> _nodes = ["a", "b"];

    [Theory]
    [InlineData("running:running:1:a", false)]
    [InlineData("running:running:1:a running:running:2:b", true)]
    [InlineData("running:running:1:a running:running:2:down", false)]
    [InlineData("running:running:1:a running:starting:2:b", false)]
    [InlineData("running:running:1:a running:running:2:b shutdown:shutdown:2:a", true)]
    [InlineData("running:running:1:a shutdown:running:2:b", false)]
    [InlineData("running:running:1:a running:running:2:b running:preparing:2:a", false)]
    [InlineData("running:running:1:a running:running:2:b remove:running:3:a", true)]
    [InlineData("running:running:1:a running:running:2:b running:running:3:a", false)]
    public void Replicated_service_has_converged_when_each_slot_has_a_running_task(string tasks, bool expected) =>
        _check.IsConverged(Service("""{"Replicated":{"Replicas":2}}"""), Tasks(tasks), _nodes).Should().Be(expected);

    [Fact]
    public void Replicated_service_without_tasks_has_converged() =>
        _check.IsConverged(Service("""{"Replicated":{"Replicas":0}}"""), [], _nodes).Should().BeTrue();

    [Theory]
    [InlineData("", false)]
    [InlineData("running:running:0:a", true)]
    [InlineData("running:running:0:a running:starting:0:b", false)]
    [InlineData("running:running:0:a running:running:0:b", true)]
    [InlineData("running:running:0:a running:running:0:down", false)]
    public void Global_service_has_converged_when_each_node_with_a_task_runs_it(string tasks, bool expected) =>
        _check.IsConverged(Service("""{"Global":{}}"""), Tasks(tasks), _nodes).Should().Be(expected);

    [Theory]
    [InlineData("complete:complete:0:a", false)]
    [InlineData("complete:complete:0:a complete:running:1:b", false)]
    [InlineData("complete:complete:0:a complete:complete:1:b", true)]
    [InlineData("complete:complete:0:a complete:complete:1:b complete:complete:2:a complete:running:3:b", true)]
    [InlineData("complete:complete:0:a shutdown:failed:1:b complete:running:1:a", false)]
    [InlineData("complete:complete:0:a shutdown:failed:1:b complete:complete:1:a", true)]
    public void Replicated_job_has_converged_when_each_slot_is_complete(string tasks, bool expected) =>
        _check.IsConverged(
            Service("""{"ReplicatedJob":{"TotalCompletions":2,"MaxConcurrent":1}}"""), Tasks(tasks, "{}"), _nodes).Should().Be(expected);

    [Fact]
    public void Tasks_of_an_earlier_iteration_of_a_job_do_not_count() =>
        _check.IsConverged(
            Service("""{"ReplicatedJob":{"TotalCompletions":1,"MaxConcurrent":1}}"""),
            Tasks("complete:complete:0:a", """{"Index":7}"""),
            _nodes).Should().BeFalse();

    [Fact]
    public void Global_job_waits_for_the_nodes_that_it_started_on()
    {
        var service = Service("""{"GlobalJob":{}}""");

        _check.IsConverged(service, [], _nodes).Should().BeFalse();
        _check.IsConverged(service, Tasks("complete:running:0:a complete:complete:0:b", "{}"), _nodes).Should().BeFalse();
        // A third node joined.
        _check.IsConverged(
            service, Tasks("complete:complete:0:a complete:complete:0:b complete:running:0:c", "{}"), _nodes).Should().BeTrue();
    }

    private static ServiceDetails Service(string mode) =>
        ServiceDetails.Read(JsonDocument.Parse(
            $$$"""{"ID": "s", "Spec": {"Name": "web", "Mode": {{{mode}}} }, "JobStatus": {"JobIteration": {} } }""").RootElement);

    // Each task is written as desired:actual:slot:node.
    private static List<ServiceTask> Tasks(string tasks, string? iteration = null) =>
    [
        .. tasks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(task => task.Split(':')).Select((parts, number) =>
            ServiceTask.Read(
                JsonDocument.Parse(
                    $$$"""
                    {
                      "ID": "t{{{number}}}", "ServiceID": "s", "Slot": {{{parts[2]}}}, "NodeID": "{{{parts[3]}}}",
                      "DesiredState": "{{{parts[0]}}}", "Status": {"State": "{{{parts[1]}}}"}
                      {{{(iteration is null ? "" : $", \"JobIteration\": {iteration}")}}}
                    }
                    """).RootElement,
                new Dictionary<string, string>())),
    ];
}
