using ContainerKit.Discovery;
using ContainerKit.Tests.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

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

    [Theory]
    [InlineData("tcp://host:2376", 10)]
    [InlineData("unix:///run/other.sock", 10)]
    [InlineData("ssh://host", 30)]
    public void The_default_connect_timeout_of_a_selected_endpoint_is_longer_than_that_of_the_search(string address, int seconds)
    {
        using var machine = new FakeMachine { ["DOCKER_HOST"] = address };
        var options = new DockerEngineOptions();
        var endpoint = new DockerEngineOptions { Endpoint = new Uri(address) };

        GetTimeout(machine, options).Should().Be(TimeSpan.FromSeconds(seconds));
        GetTimeout(machine, endpoint).Should().Be(TimeSpan.FromSeconds(seconds));
        GetTimeout(machine, endpoint with { ConnectTimeout = TimeSpan.FromSeconds(2) }).Should().Be(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_default_connect_timeout_of_the_search_over_the_sockets_of_a_machine_is_short(bool isWindows)
    {
        using var machine = new FakeMachine();
        var options = new DockerEngineOptions();

        GetTimeout(machine, options, isWindows).Should().Be(TimeSpan.FromSeconds(2));
        GetTimeout(machine, options with { ConnectTimeout = TimeSpan.FromSeconds(5) }, isWindows).Should().Be(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("tcp://user:s3cret@host:2375", "Endpoint = tcp://***@host:2375,")]
    [InlineData("https://s3cret@host?token=s3cret", "Endpoint = https://***@host?***,")]
    [InlineData("unix:///home/me@corp/docker.sock", "Endpoint = unix:///home/me@corp/docker.sock,")]
    public void The_text_of_the_engine_options_has_no_secrets_of_the_address(string address, string shown) =>
        new DockerEngineOptions { Endpoint = new Uri(address), CertificatePath = "/certs" }.ToString()
            .Should().StartWith("DockerEngineOptions { ").And.Contain(shown).And.Contain("CertificatePath = /certs,")
            .And.NotContain("s3cret");

    private static TimeSpan GetTimeout(FakeMachine machine, DockerEngineOptions options, bool isWindows = false) =>
        EngineConnector.GetTimeout(
            EndpointDiscovery.GetCandidates(options, machine.GetHost(isWindows), NullLogger.Instance), options);
}
