using ContainerKit.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Engines;

public sealed class EndpointDiscoveryTests : IDisposable
{
    private readonly Machine _machine = new();

    [Fact]
    public void Without_any_decision_the_platforms_socket_is_tried_first_and_then_those_people_have()
    {
        Candidates(_machine.Host(runtimeDirectory: "/run/user/1000")).Select(candidate => candidate.ToString()).Should().Equal(
            "unix:///var/run/docker.sock",
            "unix:///run/user/1000/docker.sock",
            $"unix://{_machine.Home}/.docker/run/docker.sock",
            $"unix://{_machine.Home}/.docker/desktop/docker.sock",
            "unix:///run/user/1000/podman/podman.sock",
            "unix:///run/podman/podman.sock");
    }

    [Fact]
    public void Without_a_runtime_folder_its_sockets_are_not_tried() =>
        Candidates(_machine.Host()).Select(candidate => candidate.Source).Should().NotContain(source => source.Contains("rootless"));

    [Fact]
    public void On_windows_its_pipes_are_tried() =>
        Candidates(_machine.Host(isWindows: true)).Select(candidate => candidate.ToString()).Should().StartWith("npipe://./pipe/docker_engine")
            .And.OnlyContain(address => address.StartsWith("npipe://./pipe/"));

    [Fact]
    public void An_endpoint_from_the_options_beats_everything()
    {
        _machine["DOCKER_HOST"] = "tcp://from-variable";

        var only = Candidates(_machine.Host(), new DockerEngineOptions { Endpoint = new Uri("tcp://chosen:1234"), CertificatePath = "/certs" }).Should().ContainSingle().Which;

        (only.ToString(), only.Source, only.Tls).Should().Be(("tcp://chosen:1234", "DockerEngineOptions.Endpoint", new TlsMaterial("/certs")));
    }

    [Fact]
    public void CONTAINERKIT_HOST_says_where_the_ports_of_the_machines_engine_are_reached()
    {
        _machine["CONTAINERKIT_HOST"] = "build-host";

        Candidates(_machine.Host()).Should().OnlyContain(candidate => candidate.PublishedHost == "build-host" && !candidate.IsLocal);
        _machine["DOCKER_HOST"] = "unix:///tmp/docker.sock";
        Only().PublishedHost.Should().Be("build-host");
        Candidates(_machine.Host(), new DockerEngineOptions { PublishedHost = "[fd00::7]" }).Should().OnlyContain(candidate => candidate.PublishedHost == "fd00::7");
    }

    [Fact]
    public void An_endpoint_from_the_options_has_its_host_from_there_too()
    {
        _machine["CONTAINERKIT_HOST"] = "build-host";
        var options = new DockerEngineOptions { Endpoint = new Uri("unix:///tmp/docker.sock") };

        Candidates(_machine.Host(), options).Should().ContainSingle().Which.PublishedHost.Should().BeNull();
        Candidates(_machine.Host(), options with { PublishedHost = "10.0.0.7" }).Should().ContainSingle().Which.PublishedHost.Should().Be("10.0.0.7");
    }

    [Theory]
    [InlineData("http://build-host")]
    [InlineData("build-host:2375")]
    [InlineData("build host")]
    [InlineData("")]
    public void A_host_is_a_name_or_an_address_and_nothing_else(string text)
    {
        FluentActions.Invoking(() => new DockerEngineOptions { PublishedHost = text }).Should().Throw<ArgumentException>().WithMessage($"'{text}' is not a host name or address*");
        if (text.Length == 0) return;
        _machine["CONTAINERKIT_HOST"] = text;
        FluentActions.Invoking(() => Candidates(_machine.Host())).Should().Throw<FormatException>().WithMessage($"The host '{text}' from CONTAINERKIT_HOST cannot be used*");
    }

    [Fact]
    public void DOCKER_HOST_beats_DOCKER_CONTEXT_which_beats_the_current_context()
    {
        _machine.AddContextAt("current", "tcp://current");
        _machine.AddContextAt("variable", "tcp://variable");

        _machine.UseContext("current");
        Only().ToString().Should().Be("tcp://current:2375");
        _machine["DOCKER_CONTEXT"] = "variable";
        Only().ToString().Should().Be("tcp://variable:2375");
        _machine["DOCKER_HOST"] = "tcp://host";
        Only().ToString().Should().Be("tcp://host:2375");
    }

    [Fact]
    public void The_context_named_default_means_the_platforms_socket()
    {
        _machine.AddContextAt("current", "tcp://current");
        _machine.UseContext("current");

        _machine["DOCKER_CONTEXT"] = "default";
        Candidates(_machine.Host())[0].ToString().Should().Be("unix:///var/run/docker.sock");
    }

    [Theory]
    [InlineData("""{ "currentContext": "default" }""")]
    [InlineData("""{ "currentContext": "" }""")]
    [InlineData("""{ "currentContext": null }""")]
    [InlineData("{ }")]
    public void A_configuration_that_chooses_no_context_means_the_platforms_socket(string json)
    {
        _machine.Configure(json);

        Candidates(_machine.Host())[0].ToString().Should().Be("unix:///var/run/docker.sock");
    }

    [Fact]
    public void An_empty_variable_counts_as_unset()
    {
        _machine["DOCKER_HOST"] = "";
        _machine["DOCKER_CONTEXT"] = "";
        _machine["DOCKER_CONFIG"] = "";
        _machine.AddContextAt("current", "tcp://current");
        _machine.UseContext("current");

        Only().ToString().Should().Be("tcp://current:2375");
    }

    [Fact]
    public void DOCKER_TLS_VERIFY_turns_TLS_on_with_the_certificates_of_DOCKER_CERT_PATH()
    {
        _machine["DOCKER_HOST"] = "tcp://host";
        _machine["DOCKER_TLS_VERIFY"] = "1";

        (Only().ToString(), Only().Tls).Should().Be(("tcp://host:2376", new TlsMaterial(_machine.DockerFolder)));
        _machine["DOCKER_CERT_PATH"] = "/certs";
        Only().Tls.Should().Be(new TlsMaterial("/certs"));
    }

    [Fact]
    public void A_folder_of_certificates_alone_turns_nothing_on()
    {
        _machine["DOCKER_HOST"] = "tcp://host";
        _machine["DOCKER_CERT_PATH"] = "/certs";

        (Only().ToString(), Only().Tls).Should().Be(("tcp://host:2375", null));
    }

    public void Dispose() => _machine.Dispose();

    private EngineEndpoint Only() => Candidates(_machine.Host()).Should().ContainSingle().Which;

    private static IReadOnlyList<EngineEndpoint> Candidates(HostEnvironment host, DockerEngineOptions? options = null) =>
        EndpointDiscovery.Candidates(options ?? new DockerEngineOptions(), host, NullLogger.Instance);
}
