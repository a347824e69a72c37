using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ContainerKit.Discovery;

/// <summary>
/// The certificates for a TLS connection to an engine. They are read for each connection, so that renewed files take
/// effect.
/// </summary>
/// <param name="Folder">The folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null for the certificate
/// authorities of the system.</param>
/// <param name="Verify">Indicates whether the certificate of the engine is verified.</param>
internal sealed record TlsMaterial(string? Folder, bool Verify = true)
{
    /// <summary>
    /// Returns TLS with the certificate authorities of the system for an https address; null for another one.
    /// </summary>
    public static TlsMaterial? SystemFor(Uri uri) => uri.Scheme == "https" ? new TlsMaterial(Folder: null) : null;

    /// <summary>Reads the certificates for a connection to a host.</summary>
    public SslClientAuthenticationOptions CreateClientOptions(string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (Folder is { } folder)
        {
            if (Find(folder, "cert.pem") is { } cert && Find(folder, "key.pem") is { } key)
                options.ClientCertificates = [LoadClient(cert, key)];
            if (Find(folder, "ca.pem") is { } ca) options.CertificateChainPolicy = TrustOnly(ca);
        }

        if (!Verify)
        {
            // Only for a context of the Docker CLI with SkipTLSVerify. Never the default.
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }

    private static string? Find(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

    // SChannel cannot use an ephemeral key, such as one that is read from PEM. Importing it from PKCS#12 creates one
    // that it can use.
    private static X509Certificate2 LoadClient(string cert, string key)
    {
        using var pem = X509Certificate2.CreateFromPemFile(cert, key);
        var pkcs12 = pem.Export(X509ContentType.Pkcs12);
        return X509CertificateLoader.LoadPkcs12(pkcs12, password: null);
    }

    private static X509ChainPolicy TrustOnly(string ca)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private certificate authority for one engine publishes no revocation list.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(ca);
        return policy;
    }
}
