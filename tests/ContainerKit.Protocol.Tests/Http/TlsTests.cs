using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ContainerKit.Containers;
using ContainerKit.Protocol.Tests.Support;

namespace ContainerKit.Protocol.Tests.Http;

/// <summary>An engine on TCP with mutual TLS, like <c>dockerd --tlsverify</c>.</summary>
public sealed class TlsTests : IAsyncDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly ScriptedEngine _script;

    public TlsTests() => _script = ScriptedEngine.StartTls(new SslServerAuthenticationOptions
    {
        ServerCertificate = _certificates.Server,
        ClientCertificateRequired = true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => _certificates.HasSigned(certificate),
    }).Healthy();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Mutual_TLS_with_a_certificate_folder_connects()
    {
        await using var engine = Engine(_certificates.Folder);

        var result = await Container(engine).ExecAsync(["ls"], Token);

        result.Stdout.Should().Be("done\n");
        (await engine.ConnectAsync(Token)).Endpoint.Should().Be(_script.Endpoint.OriginalString);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_certificate_of_another_authority_is_rejected()
    {
        using var otherCertificates = new TestCertificates();
        await using var engine = Engine(otherCertificates.Folder);

        var error = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Attempts.Should().ContainSingle().Which.Reason.Should().StartWith("TLS failed: ");
        _script.Requests.Should().BeEmpty();
    }

    [Fact(Timeout = 30_000)]
    public async Task An_engine_certificate_for_another_host_name_is_rejected()
    {
        // The certificate is valid for the IP address but not for a host name.
        await using var engine = new DockerEngine(new DockerEngineOptions
        {
            Endpoint = new Uri($"tcp://localhost:{_script.Endpoint.Port}"),
            CertificatePath = _certificates.Folder,
        });

        await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>()
            .WithMessage("*TLS failed*");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_connection_without_a_client_certificate_is_rejected_by_the_engine()
    {
        File.Delete(Path.Combine(_certificates.Folder, "cert.pem"));
        await using var engine = Engine(_certificates.Folder);

        await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        _script.Requests.Should().BeEmpty();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("ca.pem")]
    [InlineData("key.pem")]
    [InlineData(null)]
    public async Task Certificates_that_become_invalid_make_a_hijacked_stream_throw_EngineUnavailable(string? replacedFile)
    {
        using var otherCertificates = new TestCertificates();
        await using var engine = Engine(_certificates.Folder);
        await engine.ConnectAsync(Token);
        if (replacedFile is null) File.WriteAllText(Path.Combine(_certificates.Folder, "key.pem"), "not a key");
        else File.Copy(Path.Combine(otherCertificates.Folder, replacedFile),
            Path.Combine(_certificates.Folder, replacedFile), overwrite: true);

        var error = await FluentActions.Awaiting(() => Container(engine).ExecAsync(["ls"], Token))
            .Should().ThrowAsync<EngineUnavailableException>();

        error.Which.Attempts.Should().ContainSingle().Which.Reason.Should().StartWith("TLS failed: ");
    }

    [Fact(Timeout = 30_000)]
    public async Task An_exec_over_TLS_can_write_output_after_the_end_of_its_input()
    {
        _script.On("POST /exec/*/start", async exchange =>
        {
            await exchange.UpgradeAsync();
            var input = await exchange.ReadToEndAsync();
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, $"read {input.Length}"), exchange.StopToken);
            await exchange.Connection.WriteAsync(HealthyEngine.Frame(2, " and more"), exchange.StopToken);
        });
        await using var engine = Engine(_certificates.Folder);

        var result = await Container(engine).ExecAsync(new ExecSpec("wc") { StandardInput = new string('x', 300_000) }, Token);

        (result.Stdout, result.Stderr).Should().Be(("read 300000", " and more"));
    }

    public async ValueTask DisposeAsync()
    {
        await _script.DisposeAsync();
        _certificates.Dispose();
    }

    private DockerEngine Engine(string folder) => new(new DockerEngineOptions { Endpoint = _script.Endpoint, CertificatePath = folder });

    private static Container Container(DockerEngine engine) =>
        ContainerKit.Container.From(new ContainerClient(
            engine.ApiClient, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), creationInfo: null));
}
