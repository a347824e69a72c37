using ContainerKit.Discovery;

namespace ContainerKit.Tests.Discovery;

public sealed class DiscoverySettingsTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    [Fact]
    public void Discovery_settings_name_the_current_context_and_all_contexts()
    {
        _machine.AddContextAt("build", "tcp://me:s3cret@build:2376");
        _machine.AddContextAt("a", "unix:///a.sock");
        _machine.AddContext("broken", "{");
        _machine.UseContext("build");

        Examine().Should().Equal(
            "DOCKER_HOST: not set",
            "DOCKER_CONTEXT: not set",
            $"{_machine.DockerFolder}/config.json: current context 'build'",
            "context 'a': unix:///a.sock",
            "context 'build': tcp://***@build:2376");
    }

    [Fact]
    public void Discovery_settings_do_not_quote_an_invalid_configuration()
    {
        _machine.Configure("""{ "auths": { "x": { "auth": "hunter2" """);

        Examine().Should().Contain($"{_machine.DockerFolder}/config.json: is not valid JSON");
    }

    [Fact]
    public void Discovery_settings_are_on_one_line_and_bounded()
    {
        _machine["DOCKER_HOST"] = "tcp://host\u001b[31m\n" + new string('x', 10_000);

        Examine()[0].Should().NotContainAny("\u001b", "\n").And.StartWith(@"DOCKER_HOST: tcp://host\x1b[31m\nxxx");
        Examine()[0].Length.Should().BeLessThan(500);
    }

    [Fact]
    public void Discovery_settings_include_those_of_the_program_and_of_TLS()
    {
        _machine["DOCKER_TLS_VERIFY"] = "1";
        var options = new DockerEngineOptions { Endpoint = new Uri("tcp://host"), CertificatePath = "/certs" };

        Examine(options)[..2].Should().Equal("DockerEngineOptions.Endpoint: tcp://host", "DockerEngineOptions.CertificatePath: /certs");
        Examine().Should().Contain("DOCKER_TLS_VERIFY: 1");
    }

    public void Dispose() => _machine.Dispose();

    private string[] Examine(DockerEngineOptions? options = null) =>
        [.. DiscoverySettings.Examine(options ?? new DockerEngineOptions(), _machine.GetHost()).Select(each => each.ToString())];
}
