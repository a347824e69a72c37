using ContainerKit.Waiting;

namespace ContainerKit.Tests.Waiting;

public sealed class PollingIntervalTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(80, 10)]
    [InlineData(400, 50)]
    [InlineData(2000, 250)]
    [InlineData(60_000, 250)]
    public void Looks_come_soon_at_first_and_a_quarter_of_a_second_apart_at_most(int elapsed, int next) =>
        PollingInterval.After(TimeSpan.FromMilliseconds(elapsed)).Should().Be(TimeSpan.FromMilliseconds(next));
}
