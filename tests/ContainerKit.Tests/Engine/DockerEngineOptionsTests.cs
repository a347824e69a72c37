namespace ContainerKit.Tests;

public sealed class DockerEngineOptionsTests
{
    public static TheoryData<TimeSpan> NotPatience => [TimeSpan.Zero, TimeSpan.FromSeconds(-1), Timeout.InfiniteTimeSpan, TimeSpan.MaxValue];

    [Theory]
    [MemberData(nameof(NotPatience))]
    public void A_timeout_that_would_make_everything_time_out_at_once_is_refused(TimeSpan value)
    {
        Refused(() => new DockerEngineOptions { ConnectTimeout = value }, nameof(DockerEngineOptions.ConnectTimeout));
        Refused(() => new DockerEngineOptions { RequestTimeout = value }, nameof(DockerEngineOptions.RequestTimeout));
        Refused(() => new DockerEngineOptions { CleanupTimeout = value }, nameof(DockerEngineOptions.CleanupTimeout));

        static void Refused(Func<DockerEngineOptions> make, string name) =>
            make.Should().Throw<ArgumentOutOfRangeException>().WithMessage($"{name} must be*at most 49 days*an hour*").Which.ParamName.Should().Be(name);
    }

    [Fact]
    public void The_defaults_are_what_is_documented()
    {
        var options = new DockerEngineOptions();

        (options.ConnectTimeout, options.RequestTimeout, options.CleanupTimeout).Should().Be((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20)));
    }
}
