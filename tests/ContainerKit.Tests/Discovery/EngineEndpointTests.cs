using ContainerKit.Discovery;

namespace ContainerKit.Tests.Engines;

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
    public void An_address_is_read_as_DOCKER_HOST_is_written(string address, string shown, bool isLocal)
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
    public void Where_ports_are_reached_is_what_somebody_said_and_else_what_the_address_says(string address, string? said, bool isLocal, string host)
    {
        var endpoint = EngineEndpoint.Parse(address, "a test") with { PublishedHost = said };

        (endpoint.IsLocal, endpoint.PortHost).Should().Be((isLocal, host));
    }

    [Theory]
    [InlineData("ssh://me:hunter2@host", "'ssh://me:***@host'")]
    [InlineData("tcp://me:hunt@er2@host:port", "'tcp://me:***@host:port'")]
    [InlineData("me:hunter2@host", "'me:***@host'")]
    [InlineData("ssh://me@host:22", "'ssh://me@host:22'")]
    public void A_password_in_an_address_that_is_refused_is_not_quoted(string address, string quoted) =>
        FluentActions.Invoking(() => EngineEndpoint.Parse(address, "DOCKER_HOST")).Should().Throw<FormatException>().WithMessage($"The engine address {quoted} from*");

    [Fact]
    public void With_certificates_the_port_is_the_one_of_TLS() =>
        EngineEndpoint.Parse("tcp://host", "a test", new TlsMaterial("/certs")).Address.Port.Should().Be(2376);

    [Fact]
    public void An_https_address_means_TLS_with_the_systems_authorities() =>
        EngineEndpoint.Parse("https://host", "a test").Tls.Should().Be(new TlsMaterial(null));

    [Theory]
    [InlineData("docker", "it is not an address")]
    [InlineData("", "it is not an address")]
    [InlineData("unix://", "names no socket")]
    [InlineData("unix:///", "names no socket")]
    [InlineData("npipe://./docker_engine", "npipe://./pipe/name")]
    [InlineData("ftp://host", "its scheme is not one of")]
    [InlineData("fd://", "its scheme is not one of")]
    [InlineData("ssh://user@host", "ssh is not supported; forward the socket with 'ssh -NL*unix:///tmp/docker.sock*CONTAINERKIT_HOST=host")]
    public void An_address_that_cannot_be_dialled_is_refused_with_the_reason_and_its_source(string address, string reason) =>
        FluentActions.Invoking(() => EngineEndpoint.Parse(address, "DOCKER_HOST")).Should().Throw<FormatException>()
            .WithMessage($"The engine address '{address}' from DOCKER_HOST cannot be used: *{reason}*");
}
