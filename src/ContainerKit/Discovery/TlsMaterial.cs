using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ContainerKit.Discovery;

/// <summary>The certificates a TLS connection to an engine uses. They are read when the connection is made, so renewed files are seen.</summary>
internal sealed record TlsMaterial(string? Folder, bool Verify = true)
{
    /// <summary>TLS with the system's own authorities, for an https address that came without a folder.</summary>
    public static TlsMaterial? SystemFor(Uri uri) => uri.Scheme == "https" ? new TlsMaterial(Folder: null) : null;

    public SslClientAuthenticationOptions Options(string host)
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
            // The docker command's own switch: a context with SkipTLSVerify. Never the default.
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }

    private static string? Find(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

    // SChannel cannot use a key that lives in memory only; the round trip through PKCS#12 gives it one it can.
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
            // An authority made for one engine publishes no revocation list.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(ca);
        return policy;
    }
}
