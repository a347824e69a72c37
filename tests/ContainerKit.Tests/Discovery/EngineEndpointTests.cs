using ContainerKit.Discovery;

namespace ContainerKit.Tests.Discovery;

public sealed class EngineEndpointTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "unix:///var/run/docker.sock", true)]
    [InlineData("unix:///home/a b/docker%20.sock", "unix:///home/a b/docker .sock", true)]
    [InlineData("npipe:////./pipe/docker_engine", "npipe://./pipe/docker_engine", true)]
    [InlineData("npipe://./pipe/docker_engine", "npipe://./pipe/docker_engine", true)]
    [InlineData("tcp://host", "tcp://host:2375", false)]
    [InlineData("tcp://host:1234", "tcp://host:1234", false)]
    [InlineData("http://host:1234", "http://host:1234", false)]
    [InlineData("https://host", "https://host", false)]
    [InlineData("tcp://localhost", "tcp://localhost:2375", true)]
    [InlineData("tcp://127.0.0.1:2375", "tcp://127.0.0.1:2375", true)]
    [InlineData("tcp://[::1]:2375", "tcp://[::1]:2375", true)]
    [InlineData("tcp://10.0.0.1:2375", "tcp://10.0.0.1:2375", false)]
    public void An_engine_address_is_parsed_in_the_syntax_of_DOCKER_HOST(string address, string shown, bool isLocal)
    {
        var endpoint = EngineEndpoint.Parse(address, "a test");

        (endpoint.ToString(), endpoint.IsLocal).Should().Be((shown, isLocal));
    }

    [Theory]
    [InlineData("unix:///docker.sock", null, true, "127.0.0.1")]
    [InlineData("unix:///docker.sock", "build-host", false, "build-host")]
    [InlineData("tcp://127.0.0.1:2375", "10.0.0.7", false, "10.0.0.7")]
    [InlineData("tcp://build-host", null, false, "build-host")]
    [InlineData("tcp://build-host", "10.0.0.7", false, "10.0.0.7")]
    [InlineData("tcp://build-host", "localhost", true, "localhost")]
    [InlineData("tcp://build-host", "::1", true, "::1")]
    public void The_host_of_published_ports_is_the_configured_one_or_that_of_the_engine_address(string address,
        string? publishedHost, bool isLocal, string host)
    {
        var endpoint = EngineEndpoint.Parse(address, "a test") with { PublishedHost = publishedHost };

        (endpoint.IsLocal, endpoint.PortHost).Should().Be((isLocal, host));
    }

    [Theory]
    [InlineData("ssh://me:hunter2@host", "'ssh://me:***@host'")]
    [InlineData("tcp://me:hunt@er2@host:port", "'tcp://me:***@host:port'")]
    [InlineData("me:hunter2@host", "'me:***@host'")]
    [InlineData("ssh://me@host:22", "'ssh://me@host:22'")]
    public void The_error_for_an_invalid_engine_address_does_not_show_its_password(string address, string quoted) =>
        FluentActions.Invoking(() => EngineEndpoint.Parse(address, "DOCKER_HOST"))
            .Should().Throw<FormatException>().WithMessage($"The engine address {quoted} from*");

    [Fact]
    public void A_TCP_engine_address_with_certificates_defaults_to_the_TLS_port() =>
        EngineEndpoint.Parse("tcp://host", "a test", new TlsMaterial("/certs")).Address.Port.Should().Be(2376);

    [Fact]
    public void An_https_engine_address_uses_TLS_with_the_system_certificate_authorities() =>
        EngineEndpoint.Parse("https://host", "a test").Tls.Should().Be(new TlsMaterial(null));

    [Theory]
    [InlineData("docker", "it is not an address")]
    [InlineData("", "it is not an address")]
    [InlineData("unix://", "has no socket path")]
    [InlineData("unix:///", "has no socket path")]
    [InlineData("npipe://./docker_engine", "npipe://./pipe/name")]
    [InlineData("ftp://host", "its scheme is not one of")]
    [InlineData("fd://", "its scheme is not one of")]
    [InlineData("ssh://user@host", "ssh is not supported; forward the socket with 'ssh -NL*unix:///tmp/docker.sock*CONTAINERKIT_HOST=host")]
    public void An_unusable_engine_address_is_rejected_with_the_reason_and_its_source(string address, string reason) =>
        FluentActions.Invoking(() => EngineEndpoint.Parse(address, "DOCKER_HOST")).Should().Throw<FormatException>()
            .WithMessage($"The engine address '{address}' from DOCKER_HOST cannot be used: *{reason}*");
}
