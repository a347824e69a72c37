namespace ContainerKit.Tests.Engine;

public sealed class DockerEngineOptionsTests
{
    public static TheoryData<TimeSpan> InvalidTimeouts =>
        [TimeSpan.Zero, TimeSpan.FromSeconds(-1), Timeout.InfiniteTimeSpan, TimeSpan.MaxValue];

    [Theory]
    [MemberData(nameof(InvalidTimeouts))]
    public void A_zero_negative_infinite_or_too_long_engine_timeout_is_rejected(TimeSpan value)
    {
        AssertRejected(() => new DockerEngineOptions { ConnectTimeout = value }, nameof(DockerEngineOptions.ConnectTimeout));
        AssertRejected(() => new DockerEngineOptions { RequestTimeout = value }, nameof(DockerEngineOptions.RequestTimeout));
        AssertRejected(() => new DockerEngineOptions { CleanupTimeout = value }, nameof(DockerEngineOptions.CleanupTimeout));

        static void AssertRejected(Func<DockerEngineOptions> create, string name) =>
            create.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"{name} must be*at most 49 days*an hour*")
                .Which.ParamName.Should().Be(name);
    }

    [Fact]
    public void The_default_engine_timeouts_match_the_documentation()
    {
        var options = new DockerEngineOptions();

        (options.ConnectTimeout, options.RequestTimeout, options.CleanupTimeout)
            .Should().Be((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20)));
    }
}
