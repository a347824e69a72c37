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
}
