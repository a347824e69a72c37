using ContainerKit.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Discovery;

public sealed class EndpointDiscoveryTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    [Fact]
    public void Endpoint_discovery_without_configuration_tries_the_default_socket_first()
    {
        Candidates(_machine.GetHost(runtimeDirectory: "/run/user/1000")).Select(candidate => candidate.ToString())
            .Should().Equal(
            "unix:///var/run/docker.sock",
            "unix:///run/user/1000/docker.sock",
            $"unix://{_machine.Home}/.docker/run/docker.sock",
            $"unix://{_machine.Home}/.docker/desktop/docker.sock",
            $"unix://{_machine.Home}/.colima/default/docker.sock",
            $"unix://{_machine.Home}/.config/colima/default/docker.sock",
            $"unix://{_machine.Home}/.orbstack/run/docker.sock",
            $"unix://{_machine.Home}/.rd/docker.sock",
            $"unix://{_machine.Home}/.lima/docker/sock/docker.sock",
            "unix:///run/user/1000/podman/podman.sock",
            "unix:///run/podman/podman.sock",
            "unix:///run/user/1000/podman/podman-machine-default-api.sock",
            $"unix://{_machine.Home}/.local/share/containers/podman/machine/podman.sock");
    }

    [Fact]
    public void Endpoint_discovery_without_a_runtime_directory_skips_rootless_sockets() =>
        Candidates(_machine.GetHost()).Select(candidate => candidate.Source)
            .Should().NotContain(source => source.Contains("rootless"));

    [Fact]
    public void Endpoint_discovery_on_Windows_tries_named_pipes() =>
        Candidates(_machine.GetHost(isWindows: true)).Select(candidate => candidate.ToString())
            .Should().StartWith("npipe://./pipe/docker_engine")
            .And.OnlyContain(address => address.StartsWith("npipe://./pipe/"));

    [Fact]
    public void An_endpoint_from_the_options_takes_precedence_over_environment_variables()
    {
        _machine["DOCKER_HOST"] = "tcp://from-variable";

        var endpoint = Candidates(_machine.GetHost(),
            new DockerEngineOptions { Endpoint = new Uri("tcp://chosen:1234"), CertificatePath = "/certs" })
            .Should().ContainSingle().Which;

        (endpoint.ToString(), endpoint.Source, endpoint.Tls)
            .Should().Be(("tcp://chosen:1234", "DockerEngineOptions.Endpoint", new TlsMaterial("/certs")));
    }

    [Fact]
    public void CONTAINERKIT_HOST_sets_the_host_of_published_ports()
    {
        _machine["CONTAINERKIT_HOST"] = "build-host";

        Candidates(_machine.GetHost())
            .Should().OnlyContain(candidate => candidate.PublishedHost == "build-host" && !candidate.IsLocal);
        _machine["DOCKER_HOST"] = "unix:///tmp/docker.sock";
        SingleCandidate().PublishedHost.Should().Be("build-host");
        Candidates(_machine.GetHost(), new DockerEngineOptions { PublishedHost = "[fd00::7]" })
            .Should().OnlyContain(candidate => candidate.PublishedHost == "fd00::7");
    }

    [Fact]
    public void The_environment_of_a_GitLab_job_selects_its_service_with_TLS()
    {
        // https://docs.gitlab.com/ci/docker/using_docker_build/
        _machine["DOCKER_HOST"] = "tcp://docker:2376";
        _machine["DOCKER_TLS_CERTDIR"] = "/certs";
        _machine["DOCKER_TLS_VERIFY"] = "1";
        _machine["DOCKER_CERT_PATH"] = "/certs/client";

        (SingleCandidate().ToString(), SingleCandidate().PortHost, SingleCandidate().Tls)
            .Should().Be(("tcp://docker:2376", "docker", new TlsMaterial("/certs/client")));
    }

    [Fact]
    public void An_endpoint_from_the_options_ignores_CONTAINERKIT_HOST()
    {
        _machine["CONTAINERKIT_HOST"] = "build-host";
        var options = new DockerEngineOptions { Endpoint = new Uri("unix:///tmp/docker.sock") };

        Candidates(_machine.GetHost(), options).Should().ContainSingle().Which.PublishedHost.Should().BeNull();
        Candidates(_machine.GetHost(), options with { PublishedHost = "10.0.0.7" })
            .Should().ContainSingle().Which.PublishedHost.Should().Be("10.0.0.7");
    }

    [Theory]
    [InlineData("http://build-host")]
    [InlineData("build-host:2375")]
    [InlineData("build host")]
    [InlineData("")]
    public void A_published_host_that_is_not_a_host_name_or_an_IP_address_is_rejected(string text)
    {
        FluentActions.Invoking(() => new DockerEngineOptions { PublishedHost = text })
            .Should().Throw<ArgumentException>().WithMessage($"'{text}' is not a host name or address*");
        if (text.Length == 0) return;
        _machine["CONTAINERKIT_HOST"] = text;
        FluentActions.Invoking(() => Candidates(_machine.GetHost()))
            .Should().Throw<FormatException>().WithMessage($"The host '{text}' from CONTAINERKIT_HOST cannot be used*");
    }

    [Fact]
    public void A_password_in_a_published_host_is_not_shown()
    {
        _machine["CONTAINERKIT_HOST"] = "me:s3cret@host";

        FluentActions.Invoking(() => Candidates(_machine.GetHost())).Should().Throw<FormatException>()
            .Which.ToString().Should().NotContain("s3cret");
        FluentActions.Invoking(() => new DockerEngineOptions { PublishedHost = "tcp://me:s3cret@host" })
            .Should().Throw<ArgumentException>().Which.ToString().Should().NotContain("s3cret");
    }

    [Fact]
    public void DOCKER_HOST_takes_precedence_over_DOCKER_CONTEXT_and_that_over_the_current_context()
    {
        _machine.AddContextAt("current", "tcp://current");
        _machine.AddContextAt("variable", "tcp://variable");

        _machine.UseContext("current");
        SingleCandidate().ToString().Should().Be("tcp://current:2375");
        _machine["DOCKER_CONTEXT"] = "variable";
        SingleCandidate().ToString().Should().Be("tcp://variable:2375");
        _machine["DOCKER_HOST"] = "tcp://host";
        SingleCandidate().ToString().Should().Be("tcp://host:2375");
    }

    [Fact]
    public void The_Docker_context_named_default_selects_the_default_socket()
    {
        _machine.AddContextAt("current", "tcp://current");
        _machine.UseContext("current");

        _machine["DOCKER_CONTEXT"] = "default";
        Candidates(_machine.GetHost())[0].ToString().Should().Be("unix:///var/run/docker.sock");
    }

    [Theory]
    [InlineData("""{ "currentContext": "default" }""")]
    [InlineData("""{ "currentContext": "" }""")]
    [InlineData("""{ "currentContext": null }""")]
    [InlineData("{ }")]
    public void A_Docker_configuration_without_a_current_context_selects_the_default_socket(string json)
    {
        _machine.Configure(json);

        Candidates(_machine.GetHost())[0].ToString().Should().Be("unix:///var/run/docker.sock");
    }

    [Fact]
    public void An_empty_Docker_environment_variable_counts_as_unset()
    {
        _machine["DOCKER_HOST"] = "";
        _machine["DOCKER_CONTEXT"] = "";
        _machine["DOCKER_CONFIG"] = "";
        _machine.AddContextAt("current", "tcp://current");
        _machine.UseContext("current");

        SingleCandidate().ToString().Should().Be("tcp://current:2375");
    }

    [Fact]
    public void DOCKER_TLS_VERIFY_enables_TLS_with_the_certificates_in_DOCKER_CERT_PATH()
    {
        _machine["DOCKER_HOST"] = "tcp://host";
        _machine["DOCKER_TLS_VERIFY"] = "1";

        (SingleCandidate().ToString(), SingleCandidate().Tls)
            .Should().Be(("tcp://host:2376", new TlsMaterial(_machine.DockerFolder)));
        _machine["DOCKER_CERT_PATH"] = "/certs";
        SingleCandidate().Tls.Should().Be(new TlsMaterial("/certs"));
    }

    [Fact]
    public void DOCKER_CERT_PATH_alone_does_not_enable_TLS()
    {
        _machine["DOCKER_HOST"] = "tcp://host";
        _machine["DOCKER_CERT_PATH"] = "/certs";

        (SingleCandidate().ToString(), SingleCandidate().Tls).Should().Be(("tcp://host:2375", null));
    }

    [Fact]
    public void DOCKER_TLS_enables_TLS_without_verification()
    {
        _machine["DOCKER_HOST"] = "tcp://host";
        _machine["DOCKER_TLS"] = "1";

        (SingleCandidate().ToString(), SingleCandidate().Tls)
            .Should().Be(("tcp://host:2376", new TlsMaterial(_machine.DockerFolder, Verify: false)));
        _machine["DOCKER_CERT_PATH"] = "/certs";
        SingleCandidate().Tls.Should().Be(new TlsMaterial("/certs", Verify: false));
        _machine["DOCKER_TLS_VERIFY"] = "1";
        SingleCandidate().Tls.Should().Be(new TlsMaterial("/certs"));
    }

    [Theory]
    [InlineData("DOCKER_TLS")]
    [InlineData("DOCKER_TLS_VERIFY")]
    public void TLS_without_an_address_selects_the_TLS_port_of_this_machine(string variable)
    {
        _machine[variable] = "1";

        (SingleCandidate().ToString(), SingleCandidate().Source, SingleCandidate().Tls)
            .Should().Be(("tcp://localhost:2376", variable, new TlsMaterial(_machine.DockerFolder, variable == "DOCKER_TLS_VERIFY")));
    }

    [Fact]
    public void DOCKER_HOST_is_trimmed_and_without_an_address_selects_the_default_socket()
    {
        _machine.AddContextAt("current", "tcp://current");
        _machine.UseContext("current");

        _machine["DOCKER_HOST"] = " tcp://host:1\n";
        SingleCandidate().ToString().Should().Be("tcp://host:1");
        _machine["DOCKER_HOST"] = " ";
        Candidates(_machine.GetHost())[0].ToString().Should().Be("unix:///var/run/docker.sock");
    }

    [Fact]
    public void Headers_of_config_json_apply_to_each_endpoint()
    {
        _machine.Configure("""{ "HttpHeaders": { "X-A": "1", "Host": "ignored" } }""");
        var options = new DockerEngineOptions { Endpoint = new Uri("tcp://chosen") };

        foreach (var candidate in Candidates(_machine.GetHost()).Concat(Candidates(_machine.GetHost(), options)))
            candidate.Headers!.Values.Should().ContainSingle().Which.Should().Be(KeyValuePair.Create("X-A", "1"));
    }

    [Theory]
    [InlineData("X A", "b")]
    [InlineData("", "b")]
    [InlineData("X-A", "b\\r\\nX-B: c")]
    [InlineData("X-A", "größe")]
    public void A_header_of_config_json_that_cannot_be_sent_is_an_error_without_its_value(string name, string value)
    {
        _machine.Configure($$$"""{ "HttpHeaders": { "{{{name}}}": "s3cret {{{value}}}" } }""");

        FluentActions.Invoking(() => Candidates(_machine.GetHost())).Should().Throw<FormatException>()
            .WithMessage($"The header '{name}' in HttpHeaders of '{_machine.DockerFolder}*config.json' cannot be sent*")
            .Which.ToString().Should().NotContain("s3cret");
    }

    [Fact]
    public void Proxies_of_config_json_are_those_of_the_address_of_the_engine()
    {
        _machine.Configure("""
            { "proxies": {
                "default": { "httpProxy": "http://me:p%40ss@a" }, "ssh://me@host": { "noProxy": "b" }, "tcp://host:2375": null } }
            """);

        Proxies("unix:///run/docker.sock").Should().Be("HTTP_PROXY=http://me:p%40ss@a http_proxy=http://me:p%40ss@a");
        Proxies("ssh://me@host").Should().Be("NO_PROXY=b no_proxy=b");
        Proxies("host").Should().BeEmpty();
        Read("unix:///run/docker.sock").Secrets.Should().Contain(["http://me:p%40ss@a", "me:p%40ss", "p%40ss", "p@ss", "bWU6cEBzcw=="]);
        Read("ssh://me@host").Secrets.Should().BeEmpty();

        string Proxies(string address) => string.Join(' ', Read(address).GetVariables(new Dictionary<string, string>())
            .Select(each => $"{each.Key}={each.Value}"));

        ContainerProxies Read(string address) =>
            ContainerProxies.Read(_machine.GetHost(), EngineEndpoint.Parse(address, "a test"), NullLogger.Instance);
    }

    [Fact]
    public void A_relative_certificate_folder_is_resolved_at_once()
    {
        var options = new DockerEngineOptions { Endpoint = new Uri("tcp://host"), CertificatePath = "certs" };

        Candidates(_machine.GetHost(), options).Should().ContainSingle().Which.Tls!.Folder
            .Should().Be(Path.Combine(Environment.CurrentDirectory, "certs"));
        FluentActions.Invoking(() => Candidates(_machine.GetHost(), options with { CertificatePath = "" }))
            .Should().Throw<FormatException>().WithMessage("*CertificatePath is empty*");
    }

    [Fact]
    public void A_certificate_folder_without_an_endpoint_is_not_ignored_for_a_plain_TCP_address()
    {
        var options = new DockerEngineOptions { CertificatePath = "/certs" };
        Candidates(_machine.GetHost(), options)[0].ToString().Should().Be("unix:///var/run/docker.sock");

        _machine["DOCKER_HOST"] = "tcp://host:2375";
        FluentActions.Invoking(() => Candidates(_machine.GetHost(), options)).Should().Throw<FormatException>()
            .WithMessage("*CertificatePath*tcp://host:2375 from DOCKER_HOST does not use TLS*");
        _machine["DOCKER_TLS_VERIFY"] = "1";
        Candidates(_machine.GetHost(), options).Should().ContainSingle().Which.Tls!.Verify.Should().BeTrue();
    }

    public void Dispose() => _machine.Dispose();

    private EngineEndpoint SingleCandidate() => Candidates(_machine.GetHost()).Should().ContainSingle().Which;

    private static IReadOnlyList<EngineEndpoint> Candidates(HostEnvironment host, DockerEngineOptions? options = null) =>
        EndpointDiscovery.GetCandidates(options ?? new DockerEngineOptions(), host, NullLogger.Instance);
}
