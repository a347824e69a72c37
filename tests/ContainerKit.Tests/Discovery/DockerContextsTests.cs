using ContainerKit.Discovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContainerKit.Tests.Engines;

public sealed class DockerContextsTests : IDisposable
{
    private readonly Machine _machine = new();

    [Fact]
    public void A_context_names_its_engine()
    {
        _machine.AddContextAt("größe", "unix:///run/other.sock");

        var endpoint = Endpoint("größe");

        (endpoint.ToString(), endpoint.Source, endpoint.Tls).Should().Be(("unix:///run/other.sock", "a test, context 'größe'", null));
    }

    [Fact]
    public void A_contexts_certificates_are_found()
    {
        _machine.AddContextAt("secure", "tcp://host");
        var folder = _machine.AddContextTls("secure");

        (Endpoint("secure").ToString(), Endpoint("secure").Tls).Should().Be(("tcp://host:2376", new TlsMaterial(folder)));
    }

    [Fact]
    public void A_context_may_say_not_to_verify()
    {
        _machine.AddContextAt("insecure", "tcp://host:2376", skipVerify: true);
        _machine.AddContextTls("insecure");

        Endpoint("insecure").Tls!.Verify.Should().BeFalse();
    }

    [Fact]
    public void A_context_that_is_not_to_be_verified_is_TLS_without_files_too()
    {
        _machine.AddContextAt("insecure", "tcp://host:2376", skipVerify: true);

        Endpoint("insecure").Tls.Should().Be(new TlsMaterial(Folder: null, Verify: false));
    }

    [Fact]
    public void An_unknown_context_is_refused_with_the_command_that_lists_the_known_ones() =>
        FluentActions.Invoking(() => Endpoint("nosuch")).Should().Throw<FormatException>()
            .WithMessage("The context 'nosuch' from a test does not exist; 'docker context ls'*");

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Endpoints": {} }""")]
    [InlineData("""{ "Endpoints": { "kubernetes": {} } }""")]
    [InlineData("""{ "Endpoints": { "docker": { "Host": "" } } }""")]
    [InlineData("""{ "Endpoints": { "docker": { "Host": [] } } }""")]
    [InlineData("""{ "Endpoints": { "docker": null } }""")]
    [InlineData("""{ "Endpoints": null }""")]
    [InlineData("[]")]
    public void A_context_without_an_engine_is_refused(string meta)
    {
        _machine.AddContext("odd", meta);

        FluentActions.Invoking(() => Endpoint("odd")).Should().Throw<FormatException>().WithMessage("*'odd'*names no engine*meta.json*");
    }

    [Fact]
    public void A_file_that_is_no_json_is_refused_with_its_path()
    {
        _machine.AddContext("broken", "{");
        _machine.Configure("currentContext: x");

        FluentActions.Invoking(() => Endpoint("broken")).Should().Throw<FormatException>().WithMessage("*meta.json*not valid JSON*");
        FluentActions.Invoking(() => Current()).Should().Throw<FormatException>().WithMessage("*config.json*not valid JSON*");
    }

    [Fact]
    public void A_configuration_that_may_not_be_read_chooses_nothing_and_a_context_that_may_not_is_refused()
    {
        _machine.UseContext("a");
        _machine.AddContextAt("a", "tcp://host");
        // In use by somebody who lets nobody else read it: no right of any user's changes that.
        using var configuration = Hold(Path.Combine(_machine.DockerFolder, "config.json"));
        using var meta = Hold(Directory.GetFiles(_machine.DockerFolder, "meta.json", SearchOption.AllDirectories).Single());

        Current().Should().BeNull();
        FluentActions.Invoking(() => Endpoint("a")).Should().Throw<FormatException>().WithMessage("*meta.json' cannot be read: *");

        static FileStream Hold(string file) => new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{ "currentContext": [] }""")]
    public void A_configuration_of_another_shape_chooses_nothing(string json)
    {
        _machine.Configure(json);

        Current().Should().BeNull();
    }

    [Fact]
    public void DOCKER_CONFIG_moves_the_folder()
    {
        _machine.AddContextAt("a", "tcp://host");
        _machine["DOCKER_CONFIG"] = Path.Combine(_machine.Home, "elsewhere");

        FluentActions.Invoking(() => Endpoint("a")).Should().Throw<FormatException>();
    }

    public void Dispose() => _machine.Dispose();

    private string? Current() => DockerContexts.Current(_machine.Host(), NullLogger.Instance);

    private EngineEndpoint Endpoint(string context) => DockerContexts.Endpoint(_machine.Host(), context, "a test");
}
