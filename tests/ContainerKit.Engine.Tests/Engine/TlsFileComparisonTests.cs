using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerKit.Engine.Tests.Engine;

/// <summary>
/// The files of a certificate folder, used by the library and by the Docker CLI with the same engine. Either both connect, or the
/// library names the folder or a file in it.
/// </summary>
public sealed class TlsFileComparisonTests
{
    private const string Authority = "ca.pem";
    private const string Certificate = "cert.pem";
    private const string Key = "key.pem";
    private const string Malformed = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    private static readonly string _otherAuthority = File.ReadAllText(Path.Combine(TlsEngine.Certificates, "other-ca.pem"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [DockerFact(Timeout = 240_000)]
    public async Task Certificate_folders_are_used_as_by_the_Docker_CLI()
    {
        var differences = new List<string>();
        foreach (var (description, files, isMoreTolerant) in Rows())
        {
            using var folder = new TemporaryFolder();
            foreach (var (name, text) in files)
            {
                if (text is null) Directory.CreateDirectory(folder.At(name));
                else folder.With(name, text);
            }

            foreach (var variable in (string[])["DOCKER_TLS_VERIFY", "DOCKER_TLS"])
            {
                using var variables = new EnvironmentScope(
                    ("DOCKER_HOST", TlsEngine.Address), ("DOCKER_CERT_PATH", folder.Path), ("DOCKER_CONTEXT", null),
                    ("DOCKER_TLS_VERIFY", null), ("DOCKER_TLS", null));
                Environment.SetEnvironmentVariable(variable, "1");
                var docker = (await DockerCli.TryAsync("version")).Code == 0;
                var error = await ConnectAsync();
                if (error is null != (docker || isMoreTolerant)) differences.Add($"{description}, {variable}: {error ?? "connects"}");
                else if (isMoreTolerant && docker) differences.Add($"{description}, {variable}: docker connects too");
                else if (error?.Contains(folder.Path, StringComparison.Ordinal) == false)
                    differences.Add($"{description}, {variable}: the folder is not named: {error}");
            }
        }

        string.Join('\n', differences).Should().BeEmpty();
    }

    private static IEnumerable<(string Description, Dictionary<string, string?> Files, bool IsMoreTolerant)> Rows()
    {
        // Kinds of keys.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pkcs8 = key.ExportPkcs8PrivateKeyPem() + "\n";
        var certificate = Sign(new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256));
        var authority = File.ReadAllText(Path.Combine(TlsEngine.Certificates, Authority));
        yield return Row("PKCS#8");
        yield return Row("SEC 1", (Key, key.ExportECPrivateKeyPem()));
        yield return Row("SEC 1 after parameters",
            (Key, "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + key.ExportECPrivateKeyPem()));
        yield return Row("encrypted PKCS#8", (Key, key.ExportEncryptedPkcs8PrivateKeyPem(
            "password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))));
        foreach (var name in (string[])["nistP224", "nistP384", "nistP521", "secp256k1", "brainpoolP256r1"])
        {
            using var other = ECDsa.Create(ECCurve.CreateFromFriendlyName(name));
            var request = new CertificateRequest("CN=client", other, HashAlgorithmName.SHA256);
            yield return Row(name, (Key, other.ExportPkcs8PrivateKeyPem()), (Certificate, Sign(request)));
        }

        using var rsa = RSA.Create(2048);
        var rsaCertificate = Sign(new CertificateRequest("CN=client", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        yield return Row("RSA PKCS#8", (Key, rsa.ExportPkcs8PrivateKeyPem()), (Certificate, rsaCertificate));
        yield return Row("RSA PKCS#1", (Key, rsa.ExportRSAPrivateKeyPem()), (Certificate, rsaCertificate));

        // Keys that belong to another certificate.
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        yield return Row("another key", (Key, another.ExportPkcs8PrivateKeyPem()));
        yield return Row("another kind of key", (Key, rsa.ExportPkcs8PrivateKeyPem()));
        yield return Row("two keys", (Key, pkcs8 + rsa.ExportPkcs8PrivateKeyPem()));
        yield return Row("two keys, the other one first", (Key, rsa.ExportPkcs8PrivateKeyPem() + "\n" + pkcs8));

        // Several blocks in a file, and blocks of other kinds.
        yield return Row("certificate and key in key.pem", (Key, certificate + pkcs8));
        yield return Row("certificate and key in cert.pem", (Certificate, certificate + pkcs8));
        yield return Row("all in cert.pem", (Certificate, certificate + pkcs8), (Key, ""));
        yield return Row("chain", (Certificate, certificate + authority));
        yield return Row("chain in the wrong order", (Certificate, authority + certificate));
        yield return Row("malformed certificate after the client's", (Certificate, certificate + Malformed));
        yield return Row("two authorities", (Authority, _otherAuthority + authority));
        yield return Row("malformed authority first", (Authority, Malformed + authority));
        yield return Row("malformed authority last", (Authority, authority + Malformed));
        yield return Row("malformed authority", (Authority, Malformed));
        yield return Row("another authority", (Authority, _otherAuthority));

        // Text around the blocks, and ends of lines.
        foreach (var (name, change, isMoreTolerant) in ((string, Func<string, string>, bool)[])
        [
            ("text before and after", text => "Bag Attributes\n  friendlyName: größe\n" + text + "end\n", false),
            ("CR LF", text => text.Replace("\n", "\r\n"), false),
            ("no end of line at the end", text => text.TrimEnd('\n'), false),
            ("truncated", text => text[..^10], false),
            ("one line", text => text.Replace("\n", "").Replace("-----M", "-----\nM").Replace("-----END", "\n-----END"), false),
            // The library also takes these.
            ("byte order mark", text => "\uFEFF" + text, true),
            ("CR", text => text.Replace('\n', '\r'), true),
            ("indented", text => "  " + text.Replace("\n", "\n  "), true),
        ])
        {
            foreach (var file in (string[])[Authority, Certificate, Key])
            {
                var text = file switch { Authority => authority, Certificate => certificate, _ => pkcs8 };
                yield return Row($"{name} in {file}", (file, change(text))) with { IsMoreTolerant = isMoreTolerant };
            }
        }

        // Missing and empty files, and folders in their place.
        foreach (var file in (string[])[Authority, Certificate, Key])
        {
            yield return Row($"empty {file}", (file, ""));
            yield return Row($"{file} without PEM", (file, "text"));
            yield return Row($"folder {file}", (file, null));
            var row = Row($"no {file}");
            row.Files.Remove(file);
            yield return row;
        }

        yield return ("only ca.pem", new() { [Authority] = authority }, false);
        yield return ("no files", [], false);

        (string Description, Dictionary<string, string?> Files, bool IsMoreTolerant) Row(
            string description, params (string Name, string? Text)[] changes)
        {
            var files = new Dictionary<string, string?> { [Authority] = authority, [Certificate] = certificate, [Key] = pkcs8 };
            foreach (var (name, text) in changes) files[name] = text;
            return (description, files, false);
        }
    }

    private static string Sign(CertificateRequest request)
    {
        using var authority = X509Certificate2.CreateFromPemFile(
            Path.Combine(TlsEngine.Certificates, "ca.pem"), Path.Combine(TlsEngine.Certificates, "ca-key.pem"));
        using var key = authority.GetECDsaPrivateKey()!;
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.AddHours(-1), now.AddHours(1), [1, 2, 3]);
        return certificate.ExportCertificatePem() + "\n";
    }

    private static async Task<string?> ConnectAsync()
    {
        await using var engine = new DockerEngine();
        try
        {
            await engine.ConnectAsync(Token);
            return null;
        }
        catch (EngineUnavailableException e)
        {
            return e.Attempts.Should().ContainSingle().Which.Reason;
        }
    }
}
