using ContainerKit.Timing;

namespace ContainerKit.Tests.Timing;

public sealed class PollingScheduleTests
{
    [Fact]
    public void Schedule_for_a_lost_create_has_growing_delays_that_begin_at_once() =>
        PollingSchedule.LostCreate.Delays.Select(delay => delay.TotalMilliseconds)
            .Should().Equal(0, 50, 150, 400, 1000, 2000, 2000, 2000);

    [Fact]
    public void Schedule_for_a_lost_image_ends_within_half_of_a_cleanup_timeout_of_8_seconds() =>
        PollingSchedule.LostImage.Delays.Sum(delay => delay.TotalSeconds).Should().BeLessThan(4);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(99, 1)]
    [InlineData(100, 200)]
    [InlineData(4000, 1000)]
    [InlineData(7999, 1)]
    public void Schedule_returns_the_delay_until_its_next_time(int elapsed, int delay) =>
        PollingSchedule.KilledProcess.GetDelay(TimeSpan.FromMilliseconds(elapsed)).Should().Be(TimeSpan.FromMilliseconds(delay));

    [Fact]
    public void Schedule_returns_no_delay_after_its_last_time() =>
        PollingSchedule.KilledProcess.GetDelay(TimeSpan.FromSeconds(8)).Should().BeNull();

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 100)]
    [InlineData(5, 800)]
    [InlineData(6, 1000)]
    [InlineData(60, 1000)]
    public void Backoff_of_a_session_removal_doubles_up_to_a_second(int attempt, int delay) =>
        Backoff.SessionRemoval.GetDelay(attempt).Should().Be(TimeSpan.FromMilliseconds(delay));
}
