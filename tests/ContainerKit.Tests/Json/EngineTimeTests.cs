using ContainerKit.Json;

namespace ContainerKit.Tests.Json;

public sealed class EngineTimeTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05.123456789Z", "2026-01-02T03:04:05.1234567+00:00")]
    [InlineData("2026-01-02T03:04:05.999999999Z", "2026-01-02T03:04:05.9999999+00:00")]
    [InlineData("2026-01-02T03:04:05.999999999+02:00", "2026-01-02T03:04:05.9999999+02:00")]
    [InlineData("2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.5000000+00:00")]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.0000000+00:00")]
    public void Time_of_the_engine_is_rounded_down(string text, string time)
    {
        EngineTime.TryParse(text, out var parsed).Should().BeTrue();

        parsed.ToString("O").Should().Be(time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-01-02T03:04:05.x")]
    public void Text_that_is_no_time_is_not_parsed(string text) => EngineTime.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void Time_for_a_limit_includes_all_nanoseconds_of_its_step()
    {
        var time = DateTimeOffset.UnixEpoch.AddTicks(15_000_001);

        EngineTime.FormatFirst(time).Should().Be("1.5000001");
        EngineTime.FormatLast(time).Should().Be("1.500000199");
        EngineTime.FormatLast(DateTimeOffset.UnixEpoch).Should().Be("0.000000099");
        EngineTime.FormatFirst(DateTimeOffset.UnixEpoch).Should().Be("0.000");
    }

    [Fact]
    public void Limits_that_exclude_their_own_time_are_the_nearest_ones_outside_the_step()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

        EngineTime.FormatBefore(time.AddTicks(1_234_567)).Should().Be("2026-01-02T01:04:05.123456699Z");
        EngineTime.FormatAfter(time.AddTicks(1_234_567)).Should().Be("2026-01-02T01:04:05.123456800Z");
        EngineTime.FormatBefore(time).Should().Be("2026-01-02T01:04:04.999999999Z");
        EngineTime.FormatBefore(DateTimeOffset.MinValue).Should().Be("0001-01-01T00:00:00.000000000Z");
        EngineTime.FormatAfter(DateTimeOffset.MaxValue).Should().Be("9999-12-31T23:59:59.999999999Z");
    }
}
