using System.Text.Json;

namespace ContainerKit.Tests.Containers.Details;

/// <summary>The description of a container's state in messages.</summary>
public sealed class ContainerStateTextTests
{
    [Theory]
    [InlineData("""{ "Status": "created" }""", "created")]
    [InlineData("""{ "Status": "running", "Running": true }""", "running")]
    [InlineData("""{ "Status": "running", "Health": { "Status": "starting" } }""", "running, health: starting")]
    [InlineData(
        """{ "Status": "running", "Health": { "Status": "unhealthy", "FailingStreak": 4 } }""",
        "running, health: unhealthy, 4 failed in a row")]
    [InlineData("""{ "Status": "running", "OOMKilled": true }""", "running, out of memory")]
    [InlineData("""{ "Status": "exited" }""", "exited, exit code 0")]
    [InlineData("""{ "Status": "exited", "ExitCode": 3 }""", "exited, exit code 3")]
    [InlineData("""{ "Status": "exited", "ExitCode": 137, "OOMKilled": true }""", "exited, exit code 137 (SIGKILL), out of memory")]
    [InlineData(
        """{ "Status": "created", "ExitCode": 127, "Error": "no such file." }""",
        "created, exit code 127, error: no such file")]
    public void The_state_of_a_container_is_described_on_one_line(string state, string text)
    {
        var details = Read($$"""{ "Name": "/web", "State": {{state}} }""");

        details.DescribeState().Should().Be(text);
        details.ToString().Should().Be($"web: {text}");
    }

    [Theory]
    [InlineData(1, "restarting, exit code 1, restarted 1 time")]
    [InlineData(2, "restarting, exit code 1, restarted 2 times")]
    public void The_restarts_of_a_container_are_part_of_its_state(int count, string text) =>
        Read($$"""{ "RestartCount": {{count}}, "State": { "Status": "restarting", "ExitCode": 1 } }""").DescribeState().Should().Be(text);

    private static ContainerDetails Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return ContainerDetails.Read(document.RootElement);
    }
}
