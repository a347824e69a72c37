using ContainerKit.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Discovery;

public sealed class DockerContextsTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    [Fact]
    public void A_Docker_context_provides_the_endpoint_of_its_engine()
    {
        _machine.AddContextAt("größe", "unix:///run/other.sock");

        var endpoint = Endpoint("größe");

        (endpoint.ToString(), endpoint.Source, endpoint.Tls)
            .Should().Be(("unix:///run/other.sock", "a test, context 'größe'", null));
    }

    [Fact]
    public void The_TLS_certificates_of_a_Docker_context_are_found()
    {
        _machine.AddContextAt("secure", "tcp://host");
        var folder = _machine.AddContextTls("secure");

        (Endpoint("secure").ToString(), Endpoint("secure").Tls).Should().Be(("tcp://host:2376", new TlsMaterial(folder)));
    }

    [Fact]
    public void A_Docker_context_can_disable_TLS_verification()
    {
        _machine.AddContextAt("insecure", "tcp://host:2376", skipVerify: true);
        _machine.AddContextTls("insecure");

        Endpoint("insecure").Tls!.Verify.Should().BeFalse();
    }

    [Fact]
    public void A_Docker_context_without_TLS_verification_uses_TLS_even_without_certificate_files()
    {
        _machine.AddContextAt("insecure", "tcp://host:2376", skipVerify: true);

        Endpoint("insecure").Tls.Should().Be(new TlsMaterial(Folder: null, Verify: false));
    }

    [Fact]
    public void An_unknown_Docker_context_is_rejected_with_a_hint_to_docker_context_ls() =>
        FluentActions.Invoking(() => Endpoint("nosuch")).Should().Throw<FormatException>()
            .WithMessage("The context 'nosuch' from a test does not exist. List the contexts with 'docker context ls'*");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Endpoints": {} }""")]
    [InlineData("""{ "Endpoints": { "kubernetes": {} } }""")]
    [InlineData("""{ "Endpoints": { "docker": { "Host": "" } } }""")]
    [InlineData("""{ "Endpoints": { "docker": { "Host": [] } } }""")]
    [InlineData("""{ "Endpoints": { "docker": null } }""")]
    [InlineData("""{ "Endpoints": null }""")]
    [InlineData("[]")]
    public void A_Docker_context_without_an_engine_is_rejected(string meta)
    {
        _machine.AddContext("odd", meta);

        FluentActions.Invoking(() => Endpoint("odd"))
            .Should().Throw<FormatException>().WithMessage("*'odd'*has no engine address*meta.json*");
    }

    [Fact]
    public void A_Docker_context_with_invalid_JSON_is_rejected_with_its_path()
    {
        _machine.AddContext("broken", "{");

        FluentActions.Invoking(() => Endpoint("broken"))
            .Should().Throw<FormatException>().WithMessage("*meta.json*not valid JSON*");
    }

    [Theory]
    [InlineData("currentContext: x")]
    [InlineData("""{ "auths":""")]
    [InlineData("""{ "auths": { "reg.example": { "auth": "s3cret" } }, s3cret""")]
    public void A_Docker_configuration_with_invalid_JSON_selects_no_context_and_is_logged(string text)
    {
        _machine.Configure(text);
        var log = new ListLogger();

        EndpointDiscovery.GetCandidates(new DockerEngineOptions(), _machine.GetHost(), log)[0].ToString()
            .Should().Be("unix:///var/run/docker.sock");

        log.Entries.Should().ContainSingle().Which.Should().StartWith("Warning 2: ").And.Contain("config.json")
            .And.Contain("not valid JSON").And.NotContain("s3cret");
    }

    [Theory]
    [InlineData("\uFEFF{ \"currentContext\": \"a\" }")]
    [InlineData("""{ "CURRENTCONTEXT": "a" }""")]
    [InlineData("""{ "currentContext": "b", "currentContext": "a" }""")]
    [InlineData("""{ "currentContext": "a" } }}""")]
    [InlineData("""{ "auths": 7, "credsStore": [], "credHelpers": "x", "HttpHeaders": null, "currentContext": "a" }""")]
    [InlineData("""{ "\ud800": 1, "currentContext": "a", }""")]
    public void A_Docker_configuration_is_read_as_tolerantly_as_by_the_Docker_CLI(string json)
    {
        _machine.Configure(json);

        Current().Should().Be("a");
    }

    [Fact]
    public void An_unreadable_Docker_configuration_selects_no_context_and_an_unreadable_context_is_rejected()
    {
        _machine.UseContext("a");
        _machine.AddContextAt("a", "tcp://host");
        // Opened without sharing, so that reading fails for every user, root included.
        using var configuration = OpenExclusively(Path.Combine(_machine.DockerFolder, "config.json"));
        using var meta = OpenExclusively(
            Directory.GetFiles(_machine.DockerFolder, "meta.json", SearchOption.AllDirectories).Single());

        Current().Should().BeNull();
        FluentActions.Invoking(() => Endpoint("a"))
            .Should().Throw<FormatException>().WithMessage("Could not read '*meta.json': *");

        static FileStream OpenExclusively(string file) => new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\uFEFF")]
    [InlineData("""{ "currentContext": [] }""")]
    [InlineData("""{ "currentContext": "\ud800" }""")]
    public void A_Docker_configuration_of_unexpected_JSON_selects_no_context(string json)
    {
        _machine.Configure(json);

        Current().Should().BeNull();
    }

    [Fact]
    public void DOCKER_CONFIG_changes_the_folder_of_Docker_contexts()
    {
        _machine.AddContextAt("a", "tcp://host");
        _machine["DOCKER_CONFIG"] = Path.Combine(_machine.Home, "elsewhere");

        FluentActions.Invoking(() => Endpoint("a")).Should().Throw<FormatException>();
    }

    public void Dispose() => _machine.Dispose();

    private string? Current() =>
        DockerContexts.GetCurrentContext(DockerConfiguration.ReadOrEmpty(_machine.GetHost(), NullLogger.Instance));

    private EngineEndpoint Endpoint(string context) => DockerContexts.GetEndpoint(_machine.GetHost(), context, "a test");
}
