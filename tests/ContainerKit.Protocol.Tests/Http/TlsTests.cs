using System.Net.Security;
using System.Security.Cryptography;
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
        File.Delete(PathOf("cert.pem"));
        File.Delete(PathOf("key.pem"));

        (await GetFailureAsync()).Should().Contain($"'{_certificates.Folder}' has no cert.pem and key.pem");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("ca.pem")]
    [InlineData("cert.pem")]
    [InlineData("key.pem")]
    public async Task A_missing_certificate_file_is_named(string file)
    {
        File.Delete(PathOf(file));

        (await GetFailureAsync()).Should().StartWith($"TLS failed: '{PathOf(file)}' does not exist");
    }

    [Fact(Timeout = 30_000)]
    public async Task A_missing_certificate_folder_does_not_trust_the_authorities_of_the_system()
    {
        Directory.Delete(_certificates.Folder, recursive: true);
        try
        {
            (await GetFailureAsync()).Should().StartWith($"TLS failed: '{PathOf("ca.pem")}' does not exist");
        }
        finally
        {
            Directory.CreateDirectory(_certificates.Folder);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task A_Docker_context_without_a_certificate_authority_uses_those_of_the_system()
    {
        File.Delete(PathOf("ca.pem"));
        var folder = Path.Combine(_certificates.Folder, "contexts", "tls", new string('0', 64), "docker");
        Directory.CreateDirectory(folder);
        foreach (var file in new[] { "cert.pem", "key.pem" }) File.Copy(PathOf(file), Path.Combine(folder, file));
        await using var engine = Engine(folder);

        var error = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();

        // The authority of this test is none of them.
        error.Which.Attempts.Should().ContainSingle().Which.Reason.Should().StartWith("TLS failed: ").And.NotContain("ca.pem");
        _script.Requests.Should().BeEmpty();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("ca.pem", "")]
    [InlineData("ca.pem", "not PEM")]
    [InlineData("cert.pem", "")]
    public async Task A_certificate_file_without_a_certificate_is_named(string file, string text)
    {
        File.WriteAllText(PathOf(file), text);

        (await GetFailureAsync()).Should().Be($"TLS failed: '{PathOf(file)}' contains no certificate in PEM format");
    }

    [Theory(Timeout = 30_000)]
    [InlineData("ed25519", "is an Ed25519 key, which .NET does not support. Use an RSA or ECDSA key")]
    [InlineData("ed448", "is an Ed448 key, which .NET does not support. Use an RSA or ECDSA key")]
    [InlineData("encrypted", "is encrypted, which is not supported")]
    [InlineData("encrypted-traditional", "is encrypted, which is not supported")]
    [InlineData("openssh", "has the format of OpenSSH")]
    [InlineData("nothing", "cannot be used with")]
    [InlineData("another", "cannot be used with")]
    public async Task A_private_key_of_an_unsupported_kind_is_named(string kind, string reason)
    {
        File.WriteAllText(PathOf("key.pem"), TestKeys.Create(kind));

        (await GetFailureAsync()).Should().StartWith("TLS failed: ").And.Contain($"'{PathOf("key.pem")}'").And.Contain(reason);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("EC PRIVATE KEY")]
    [InlineData("EC PARAMETERS")]
    public async Task A_private_key_in_the_traditional_format_of_OpenSSL_connects(string label)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(PathOf("key.pem")));
        var parameters = label == "EC PARAMETERS" ? "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" : "";
        File.WriteAllText(PathOf("key.pem"), parameters + key.ExportECPrivateKeyPem());
        await using var engine = Engine(_certificates.Folder);

        (await engine.ConnectAsync(Token)).Endpoint.Should().Be(_script.Endpoint.OriginalString);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_intermediate_certificates_of_the_client_are_sent()
    {
        _certificates.UseIntermediate();
        var received = 0;
        await using var script = ScriptedEngine.StartTls(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificates.Server,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                Interlocked.Exchange(ref received, chain!.ChainPolicy.ExtraStore.Count);
                return certificate is not null;
            },
        });
        await using var engine = new DockerEngine(new DockerEngineOptions
        {
            Endpoint = script.Endpoint,
            CertificatePath = _certificates.Folder,
        });

        await engine.ConnectAsync(Token);

        Volatile.Read(ref received).Should().BeGreaterThan(0);
    }

    [Fact(Timeout = 30_000)]
    public async Task The_path_of_the_engine_address_precedes_that_of_each_request()
    {
        _script.On("GET /a/b/_ping", exchange => exchange.RespondAsync(200, "text/plain", "OK"u8.ToArray(), "API-Version: 1.41\r\n"))
            .On("GET /a/b/v1.41/containers/app/json", exchange => exchange.JsonAsync(404, """{ "message": "no such container" }"""))
            .On("POST /a/b/v1.41/containers/*/exec", exchange => exchange.JsonAsync(201, """{ "Id": "e0" }"""))
            .On("POST /a/b/v1.41/exec/*/start", async exchange =>
            {
                await exchange.UpgradeAsync();
                await exchange.Connection.WriteAsync(HealthyEngine.Frame(1, "done\n"), exchange.StopToken);
            })
            .On("GET /a/b/v1.41/exec/*/json", exchange => exchange.JsonAsync(200, """{ "ID": "e0", "Running": false, "ExitCode": 0 }"""));
        await using var engine = new DockerEngine(new DockerEngineOptions
        {
            Endpoint = new Uri(_script.Endpoint.OriginalString + "/a/b/"),
            CertificatePath = _certificates.Folder,
        });

        (await Container(engine).ExecAsync(["ls"], Token)).Stdout.Should().Be("done\n");
        (await engine.PingAsync(Token)).ApiVersion.Should().Be(new Version(1, 41));

        (await engine.ConnectAsync(Token)).Endpoint.Should().Be(_script.Endpoint.OriginalString + "/a/b");
        _script.Requests.Should().NotBeEmpty().And.OnlyContain(request => request.Target.StartsWith("/a/b/"));
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

    private string PathOf(string file) => Path.Combine(_certificates.Folder, file);

    // Returns the reason for a failed connection. The engine must not have received a request.
    private async Task<string> GetFailureAsync()
    {
        await using var engine = Engine(_certificates.Folder);
        var error = await FluentActions.Awaiting(() => engine.ConnectAsync(Token)).Should().ThrowAsync<EngineUnavailableException>();
        _script.Requests.Should().BeEmpty();
        return error.Which.Attempts.Should().ContainSingle().Which.Reason;
    }

    private DockerEngine Engine(string folder) => new(new DockerEngineOptions { Endpoint = _script.Endpoint, CertificatePath = folder });

    private static Container Container(DockerEngine engine) =>
        ContainerKit.Container.From(new ContainerClient(
            engine.ApiClient, HealthyEngine.ContainerId, "app", ImageReference.Parse("app"), creationInfo: null));
}
