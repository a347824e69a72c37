namespace ContainerKit.Engine.Tests.Engine;

/// <summary>A real engine with mutual TLS on a TCP port, which eng/up.sh starts.</summary>
public sealed class TlsEngineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact]
    public async Task Engine_with_mutual_TLS_is_used_by_its_options_and_by_the_environment()
    {
        await using var engine = TlsEngine.Connect("client");
        using var scope = new EnvironmentScope(
            ("DOCKER_HOST", TlsEngine.Address), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", TlsEngine.Folder("client")),
            ("DOCKER_CONTEXT", null));
        await using var discovered = new DockerEngine();

        (await engine.VersionAsync(Token)).Version
            .Should().Be(await DockerCli.GetOutputAsync("version", "--format", "{{.Server.Version}}"));
        (await discovered.InfoAsync(Token)).Id.Should().Be((await engine.InfoAsync(Token)).Id);
        (await DockerEngine.DiagnoseAsync(Token)).Used!.Source.Should().Be("DOCKER_HOST");
    }

    [DockerFact]
    public async Task Context_with_certificates_is_used_for_an_engine_with_mutual_TLS()
    {
        var folder = Directory.CreateTempSubdirectory("ck-");
        using var scope = new EnvironmentScope(("DOCKER_CONFIG", folder.FullName), ("DOCKER_HOST", null), ("DOCKER_CONTEXT", "secure"));
        var client = TlsEngine.Folder("client");
        await DockerCli.GetOutputAsync("--context", "default", "context", "create", "secure", "--docker",
            $"host={TlsEngine.Address},ca={client}/ca.pem,cert={client}/cert.pem,key={client}/key.pem");
        await using var engine = new DockerEngine();

        (await engine.PingAsync(Token)).OperatingSystem.Should().Be("linux");
        folder.Delete(recursive: true);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("without", "no client certificate was sent, which the engine may require: '{0}' has no cert.pem and key.pem")]
    [InlineData("expired", "the client certificate '{0}/cert.pem' expired on ")]
    [InlineData("other", "the engine may not accept the client certificate in '{0}': it must be from the authority")]
    public async Task Client_certificate_that_the_engine_rejects_is_explained(string client, string reason) =>
        (await GetFailureAsync(TlsEngine.Address, TlsEngine.Folder(client)))
            .Should().Contain(string.Format(null, reason, TlsEngine.Folder(client)));

    [DockerFact]
    public async Task Engine_certificate_of_another_authority_is_explained()
    {
        var folder = Directory.CreateTempSubdirectory("ck-");
        File.Copy(Path.Combine(TlsEngine.Certificates, "other-ca.pem"), Path.Combine(folder.FullName, "ca.pem"));

        (await GetFailureAsync(TlsEngine.Address, folder.FullName)).Should().StartWith("TLS failed: ")
            .And.EndWith($"is not from an authority in '{folder.FullName}/ca.pem': use the authority that belongs to this engine");
        folder.Delete(recursive: true);
    }

    [DockerFact]
    public async Task Engine_certificate_for_another_name_is_explained() =>
        (await GetFailureAsync(TlsEngine.Address.Replace("127.0.0.1", "localhost"), TlsEngine.Folder("client")))
            .Should().Contain("The certificate of the engine is not for the host 'localhost': use a name or an address that is in the");

    [DockerFact]
    public async Task Plain_connection_to_an_engine_with_TLS_is_explained()
    {
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri(TlsEngine.Address) });

        (await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>())
            .WithMessage("*it answered 400 \"Client sent an HTTP request to an HTTPS server.\"*");
    }

    private static async Task<string> GetFailureAsync(string address, string folder)
    {
        await using var engine = new DockerEngine(new DockerEngineOptions { Endpoint = new Uri(address), CertificatePath = folder });
        var error = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();
        return error.Which.Attempts.Should().ContainSingle().Which.Reason;
    }
}
