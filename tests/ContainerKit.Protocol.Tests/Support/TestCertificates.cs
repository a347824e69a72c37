using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ContainerKit.Protocol.Tests.Support;

/// <summary>
/// A certificate authority with a server certificate for loopback and a client certificate. The client certificate is in a folder with
/// the file names of the Docker CLI.
/// </summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset _from = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset _to = DateTimeOffset.UtcNow.AddDays(1);

    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true,
            hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _authority = request.CreateSelfSigned(_from, _to);

        Server = Sign("CN=engine", "1.3.6.1.5.5.7.3.1");
        using var client = Sign("CN=client", "1.3.6.1.5.5.7.3.2");
        File.WriteAllText(Path.Combine(Folder, "ca.pem"), _authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, "cert.pem"), client.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Folder, "key.pem"), client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The folder with ca.pem, cert.pem and key.pem of the client.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ck-").FullName;

    public X509Certificate2 Server { get; }

    /// <summary>Indicates whether this authority has signed the certificate.</summary>
    public bool HasSigned(X509Certificate? certificate)
    {
        if (certificate is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        return chain.Build(new X509Certificate2(certificate));
    }

    /// <summary>Replaces the client certificate by one of an intermediate authority, which follows it in cert.pem.</summary>
    public void UseIntermediate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=intermediate authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true,
            hasPathLengthConstraint: false, 0, critical: true));
        using var signed = request.Create(_authority, _from.AddMinutes(30), _to.AddMinutes(-30), RandomNumberGenerator.GetBytes(8));
        using var intermediate = signed.CopyWithPrivateKey(key);
        using var client = Sign("CN=client", "1.3.6.1.5.5.7.3.2", intermediate);
        File.WriteAllText(
            Path.Combine(Folder, "cert.pem"), client.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem() + "\n");
        File.WriteAllText(Path.Combine(Folder, "key.pem"), client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        Server.Dispose();
        _authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private X509Certificate2 Sign(string name, string usage, X509Certificate2? authority = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority ?? _authority, _from.AddHours(1), _to.AddHours(-1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
