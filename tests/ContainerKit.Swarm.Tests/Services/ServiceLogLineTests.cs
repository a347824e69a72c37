using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm.Tests.Services;

public sealed class ServiceLogLineTests
{
    [Fact]
    public void Log_message_is_split_into_its_time_its_details_and_its_text()
    {
        var (details, text, timestamp) = ServiceLogReader.Parse(
            "2026-11-27T10:00:00.5Z com.docker.swarm.node.id=n1,com.docker.swarm.task.id=t1,tag=a%2Cb hello  world\r\n",
            hasTimestamp: true);

        details.Should().Contain("com.docker.swarm.node.id", "n1").And.Contain("com.docker.swarm.task.id", "t1").And.Contain("tag", "a,b");
        text.Should().Be("hello  world");
        timestamp.Should().Be(new DateTimeOffset(2026, 11, 27, 10, 0, 0, 500, TimeSpan.Zero));
    }

    [Fact]
    public void Log_message_without_a_text_is_an_empty_line() =>
        ServiceLogReader.Parse("com.docker.swarm.task.id=t1 \n", hasTimestamp: false).Text.Should().BeEmpty();
}
