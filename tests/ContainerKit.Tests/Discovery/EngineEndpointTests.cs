using ContainerKit.Discovery;

namespace ContainerKit.Tests.Discovery;

public sealed class EngineEndpointTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock", "unix:///var/run/docker.sock", true)]
    [InlineData("unix://", "unix:///var/run/docker.sock", true)]
    [InlineData("unix:/run/docker.sock", "unix:///run/docker.sock", true)]
    [InlineData("unix://@name", "unix://@name", true)]
    [InlineData("npipe://", "npipe://./pipe/docker_engine", true)]
    [InlineData(@"npipe://\\.\pipe\docker_engine", "npipe://./pipe/docker_engine", true)]
    [InlineData("npipe://./pipe/a#b%20?c d", "npipe://./pipe/a#b%20?c d", true)]
    [InlineData("localhost:1234", "tcp://localhost:1234", true)]
    [InlineData("127.0.0.1:1234", "tcp://127.0.0.1:1234", true)]
    [InlineData("127.0.0.1", "tcp://127.0.0.1:2375", true)]
    [InlineData("docker", "tcp://docker:2375", false)]
    [InlineData("my_host", "tcp://my_host:2375", false)]
    [InlineData(":1234", "tcp://localhost:1234", true)]
    [InlineData("[::1]:1234", "tcp://[::1]:1234", true)]
    [InlineData("[::1]", "tcp://[::1]:2375", true)]
    [InlineData("::1", "tcp://[::1]:2375", true)]
    [InlineData("tcp://", "tcp://localhost:2375", true)]
    [InlineData("tcp://:1234", "tcp://localhost:1234", true)]
    [InlineData("tcp://host:", "tcp://host:2375", false)]
    [InlineData("tcp://tcp://host", "tcp://host:2375", false)]
    [InlineData("TCP://host", "tcp://host:2375", false)]
    [InlineData("tcp://host:1234/", "tcp://host:1234", false)]
    [InlineData("host:1234/prefix/more", "tcp://host:1234/prefix/more", false)]
    [InlineData("tcp://host:1234?x=1#y", "tcp://host:1234", false)]
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
    [InlineData("/tmp/a#b.sock")]
    [InlineData("/tmp/a?b.sock")]
    [InlineData("/tmp/a%20b %23.sock")]
    [InlineData("/home/me@corp/docker.sock")]
    [InlineData("/tmp/../tmp//ä/./docker.sock")]
    public void The_path_of_a_socket_is_used_as_it_stands(string path)
    {
        var endpoint = EngineEndpoint.Parse("unix://" + path, "a test");

        (endpoint.SocketPath, endpoint.ToString()).Should().Be((path, "unix://" + path));
        EngineEndpoint.Parse(endpoint.ToString(), "a test").Should().Be(endpoint);
        EngineEndpoint.Parse("unix:///another", "a test").Should().NotBe(endpoint);
    }

    [Fact]
    public void A_socket_path_without_three_slashes_starts_at_the_current_folder()
    {
        var endpoint = EngineEndpoint.Parse("unix://tmp/x.sock", "DOCKER_HOST");

        endpoint.SocketPath.Should().Be(Path.Combine(Environment.CurrentDirectory, "tmp", "x.sock"));
        endpoint.Source.Should().StartWith("DOCKER_HOST").And.Contain("current folder").And.Contain("three slashes");
    }

    [Theory]
    [InlineData("tcp://host:1", "")]
    [InlineData("tcp://host:1/", "")]
    [InlineData("tcp://host:1/a/b/", "a/b/")]
    [InlineData("unix:///a/b", "")]
    [InlineData("npipe://./pipe/a", "")]
    public void The_path_of_a_TCP_engine_address_precedes_that_of_each_request(string address, string basePath) =>
        EngineEndpoint.Parse(address, "a test").BasePath.Should().Be(basePath);

    [Theory]
    [InlineData("unix:///docker.sock", null, true, "127.0.0.1")]
    [InlineData("unix:///docker.sock", "build-host", false, "build-host")]
    [InlineData("tcp://127.0.0.1:2375", "10.0.0.7", false, "10.0.0.7")]
    [InlineData("tcp://build-host", null, false, "build-host")]
    [InlineData("tcp://build-host", "10.0.0.7", false, "10.0.0.7")]
    [InlineData("tcp://build-host", "localhost", true, "localhost")]
    [InlineData("tcp://build-host", "::1", true, "::1")]
    [InlineData("ssh://me@build-host:22", null, false, "build-host")]
    [InlineData("ssh://localhost", null, true, "127.0.0.1")]
    [InlineData("ssh://build-host", "10.0.0.7", false, "10.0.0.7")]
    public void The_host_of_published_ports_is_the_configured_one_or_that_of_the_engine_address(string address,
        string? publishedHost, bool isLocal, string host)
    {
        var endpoint = EngineEndpoint.Parse(address, "a test") with { PublishedHost = publishedHost };

        (endpoint.IsLocal, endpoint.PortHost).Should().Be((isLocal, host));
    }

    [Theory]
    [InlineData("ssh://me:hunter2@host", "'ssh://me:***@host'")]
    [InlineData("tcp://me:hunt@er2@host:port", "'tcp://***@host:port'")]
    [InlineData("tcp://me:hunt/er2@host", "'tcp://***@host'")]
    [InlineData("tcp://hunter2@host:2375", "'tcp://***@host:2375'")]
    [InlineData("https://me:hunter2@host", "'https://***@host'")]
    [InlineData("me:hunter2@host", "'***@host'")]
    [InlineData("foo://hunter2@host", "'foo://***@host'")]
    [InlineData("foo://host?token=hunter2", "'foo://host?***'")]
    [InlineData("tcp://host:port#hunter2", "'tcp://host:port#***'")]
    [InlineData("ssh://me@host:22?x", "'ssh://me@host:22?***'")]
    public void The_error_for_an_invalid_engine_address_does_not_show_its_password(string address, string quoted) =>
        FluentActions.Invoking(() => EngineEndpoint.Parse(address, "DOCKER_HOST"))
            .Should().Throw<FormatException>().WithMessage($"The engine address {quoted} from*")
            .Which.ToString().Should().NotContain("hunt").And.NotContain("er2");

    [Theory]
    [InlineData("ssh://host", "-- host docker system dial-stdio")]
    [InlineData("ssh://me@host:2222", "-l me -p 2222 -- host docker system dial-stdio")]
    [InlineData("ssh://me@[::1]:22/", "-l me -p 22 -- ::1 docker system dial-stdio")]
    [InlineData("ssh://host/run/x.sock", "-- host docker --host=unix:///run/x.sock system dial-stdio")]
    [InlineData("ssh://host/run/a b;'c.sock", @"-- host docker --host=unix://'/run/a b;'\''c.sock' system dial-stdio")]
    public void An_ssh_address_becomes_the_arguments_of_the_Docker_CLI(string address, string arguments)
    {
        var endpoint = EngineEndpoint.Parse(address, "a test");

        string.Join(' ', [.. endpoint.Ssh!.HostArguments, .. endpoint.Ssh.RemoteCommand]).Should().Be(arguments);
        EngineEndpoint.Parse(endpoint.ToString(), "a test").Should().Be(endpoint);
        (endpoint.BasePath, endpoint.ToString()).Should().Be(("", address.TrimEnd('/')));
    }

    [Fact]
    public void The_host_name_of_an_ssh_alias_is_the_host_of_published_ports()
    {
        var endpoint = EngineEndpoint.Parse("ssh://alias", "a test");

        (endpoint with { SshHostName = "10.0.0.7" }).PortHost.Should().Be("10.0.0.7");
        (endpoint with { SshHostName = "127.0.0.1" }).Should().Match<EngineEndpoint>(each => each.IsLocal && each.PortHost == "127.0.0.1");
    }

    [Fact]
    public void An_engine_address_with_user_information_is_rejected() =>
        FluentActions.Invoking(() => EngineEndpoint.Parse("tcp://me@host", "DOCKER_HOST"))
            .Should().Throw<FormatException>().WithMessage("*user information*");

    [Fact]
    public void A_TCP_engine_address_with_certificates_defaults_to_the_TLS_port() =>
        EngineEndpoint.Parse("tcp://host", "a test", new TlsMaterial("/certs")).Address.Port.Should().Be(2376);

    [Fact]
    public void An_https_engine_address_uses_TLS_with_the_system_certificate_authorities() =>
        EngineEndpoint.Parse("https://host", "a test").Tls.Should().Be(new TlsMaterial(null));

    [Theory]
    [InlineData("", "it is not an address")]
    [InlineData(" ", "it is not an address")]
    [InlineData("two words", "it is not an address")]
    [InlineData("host:port", "it is not an address")]
    [InlineData("host:0", "it is not an address")]
    [InlineData("tcp://host:65536", "it is not an address")]
    [InlineData("tcp://[::1", "it is not an address")]
    [InlineData("tcp:///path", "has no host")]
    [InlineData("http://", "has no host")]
    [InlineData("/var/run/docker.sock", "a socket has the form unix:///path")]
    [InlineData("unix://tcp://host", "two schemes")]
    [InlineData("tcp://unix:///path", "two schemes")]
    [InlineData("unix:///", "has no socket path")]
    [InlineData("npipe://./docker_engine", "npipe://./pipe/name")]
    [InlineData("ftp://host", "its scheme is not one of")]
    [InlineData("fd://", "its scheme is not one of")]
    [InlineData("ssh://", "it has no host")]
    [InlineData("ssh://user@", "it has no host")]
    [InlineData("ssh://-oProxyCommand=x", "it is not an address")]
    [InlineData("ssh://-host", "it is not an address")]
    [InlineData("ssh://-l@host", "the user of an ssh address has letters")]
    [InlineData("ssh://a b@host", "the user of an ssh address has letters")]
    [InlineData("ssh://host:70000", "it is not an address")]
    public void An_unusable_engine_address_is_rejected_with_the_reason_and_its_source(string address, string reason) =>
        FluentActions.Invoking(() => EngineEndpoint.Parse(address, "DOCKER_HOST")).Should().Throw<FormatException>()
            .WithMessage($"The engine address '{address}' from DOCKER_HOST cannot be used: *{reason}*");
}
