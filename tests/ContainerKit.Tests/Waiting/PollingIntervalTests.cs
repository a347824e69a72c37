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
    public void The_polling_interval_grows_from_10_to_at_most_250_milliseconds(int elapsed, int next) =>
        PollingInterval.GetDelay(TimeSpan.FromMilliseconds(elapsed)).Should().Be(TimeSpan.FromMilliseconds(next));
}
