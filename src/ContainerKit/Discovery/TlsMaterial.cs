using System.Formats.Asn1;
using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
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
    private const string Authority = "ca.pem";
    private const string Certificate = "cert.pem";
    private const string Key = "key.pem";

    // The algorithms of PKCS#8 keys that .NET cannot use for TLS, by their object identifiers in RFC 8410.
    private static readonly Dictionary<string, string> _unsupportedKeys = new()
    {
        ["1.3.101.110"] = "X25519",
        ["1.3.101.111"] = "X448",
        ["1.3.101.112"] = "Ed25519",
        ["1.3.101.113"] = "Ed448",
    };

    /// <summary>Indicates whether the folder has a client certificate.</summary>
    public bool HasClientCertificate => Folder is not null && Exists(Certificate);

    /// <summary>The file of the certificate authority; null if those of the system are trusted.</summary>
    public string? AuthorityFile => Folder is not null && Exists(Authority) ? PathOf(Authority) : null;

    /// <summary>
    /// Returns TLS with the certificate authorities of the system for an https address; null for another one.
    /// </summary>
    public static TlsMaterial? SystemFor(Uri uri) => uri.Scheme == "https" ? new TlsMaterial(Folder: null) : null;

    /// <summary>Returns the reason why no client certificate is sent, for messages.</summary>
    public string DescribeMissingClientCertificate() =>
        Folder is null ? "no folder with certificates is set" : $"'{Folder}' has no {Certificate} and {Key}";

    /// <summary>
    /// Returns the reason why the client certificate is not valid now, with a remedy, for messages; null if it is valid or cannot be read.
    /// </summary>
    public string? DescribeClientValidity()
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(PathOf(Certificate)));
            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            var (start, end) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            if (end < now) return $"the client certificate '{PathOf(Certificate)}' expired on {Day(end)}: renew it";
            return start > now ? $"the client certificate '{PathOf(Certificate)}' is valid from {Day(start)}: check the clock" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            // Creating the options of a connection reports it.
            return null;
        }

        static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads the certificates for a connection to a host. The caller disposes them after the connection.</summary>
    /// <exception cref="AuthenticationException">A file is missing or cannot be used. The message names it.</exception>
    public SslClientAuthenticationOptions CreateClientOptions(string host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (Folder is not null)
        {
            // A folder that does not have the authority must not silently trust every authority of the system. The
            // Docker CLI requires the file too, also without verification: see TLSDataFromFiles in
            // https://github.com/docker/cli/blob/v28.2.2/cli/context/tlsdata.go. A context may have a client
            // certificate only; the CLI then trusts the system's authorities: see tlsConfig in
            // https://github.com/docker/cli/blob/v28.2.2/cli/context/docker/load.go.
            if (Exists(Authority)) options.CertificateChainPolicy = TrustOnly();
            else if (!IsOfContext) throw Missing(Authority, "the certificate authority of the engine");
            if (Exists(Certificate) || Exists(Key)) options.ClientCertificateContext = LoadClient();
        }

        if (!Verify)
        {
            // For DOCKER_TLS without DOCKER_TLS_VERIFY, and for a context of the Docker CLI with SkipTLSVerify. Never
            // the default.
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return options;
    }

    /// <summary>
    /// Releases the certificates of a connection. On Windows, this deletes the file with the private key, which would
    /// otherwise stay until a finalizer runs.
    /// </summary>
    public static void Release(SslClientAuthenticationOptions options)
    {
        if (options.ClientCertificateContext is { } context)
        {
            context.TargetCertificate.Dispose();
            foreach (var certificate in context.IntermediateCertificates) certificate.Dispose();
        }

        foreach (var certificate in options.CertificateChainPolicy?.CustomTrustStore ?? []) certificate.Dispose();
    }

    // The path of a context's certificates is contexts/tls/SHA256(name)/docker.
    private bool IsOfContext => Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Folder!)) is { Length: > 64 } context
        && Path.GetFileName(context) is { Length: 64 } key
        && key.All(char.IsAsciiHexDigitLower)
        && Path.GetFileName(Path.GetDirectoryName(context)) == "tls";

    private string PathOf(string name) => Path.Combine(Folder!, name);

    private bool Exists(string name) => File.Exists(PathOf(name));

    private AuthenticationException Missing(string name, string content) =>
        new($"'{PathOf(name)}' does not exist; it must contain {content}");

    private SslStreamCertificateContext LoadClient()
    {
        if (!Exists(Key)) throw Missing(Key, $"the private key of '{PathOf(Certificate)}'");
        if (!Exists(Certificate)) throw Missing(Certificate, $"the client certificate of '{PathOf(Key)}'");
        var key = File.ReadAllText(PathOf(Key));
        ThrowIfUnsupported(key);
        var chain = ReadCertificates(Certificate);
        var target = chain[0];
        try
        {
            target = LoadWithKey(key);
            chain[0].Dispose();
            chain.RemoveAt(0);
            // The engine may know only the root, so the intermediate certificates of cert.pem are sent along.
            return SslStreamCertificateContext.Create(target, chain, offline: true);
        }
        catch
        {
            target.Dispose();
            foreach (var certificate in chain) certificate.Dispose();
            throw;
        }
    }

    private X509Certificate2 LoadWithKey(string key)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(PathOf(Certificate)), key);
            if (!OperatingSystem.IsWindows()) return certificate;
            // SChannel cannot use an ephemeral key, such as one that is read from PEM. Importing it from PKCS#12 creates
            // one that it can use, in a file that Release deletes. See https://github.com/dotnet/runtime/issues/23749.
            using (certificate)
                return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new AuthenticationException($"'{PathOf(Key)}' cannot be used with '{PathOf(Certificate)}': {e.Message}", e);
        }
    }

    // Names the kinds of keys for which .NET reports only that the file is malformed.
    private void ThrowIfUnsupported(string pem)
    {
        const string Remedy = "Use an RSA or ECDSA key without a password";
        if (pem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal)
            || pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new AuthenticationException($"the private key '{PathOf(Key)}' is encrypted, which is not supported. {Remedy}");
        if (pem.Contains("-----BEGIN OPENSSH PRIVATE KEY-----", StringComparison.Ordinal))
            throw new AuthenticationException($"the private key '{PathOf(Key)}' has the format of OpenSSH. {Remedy}, in PEM format");
        if (ReadAlgorithm(pem) is { } algorithm && _unsupportedKeys.TryGetValue(algorithm, out var name))
            throw new AuthenticationException($"the private key '{PathOf(Key)}' is an {name} key, which .NET does not support. {Remedy}");
    }

    // Returns the object identifier in a PKCS#8 key; null for another format.
    private static string? ReadAlgorithm(string pem)
    {
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (!rest[fields.Label].SequenceEqual("PRIVATE KEY")) continue;
            try
            {
                var key = new AsnReader(Convert.FromBase64String(rest[fields.Base64Data].ToString()), AsnEncodingRules.BER).ReadSequence();
                key.ReadInteger();
                return key.ReadSequence().ReadObjectIdentifier();
            }
            catch (AsnContentException)
            {
                // The import reports the malformed key.
                return null;
            }
        }

        return null;
    }

    private X509ChainPolicy TrustOnly()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private certificate authority for one engine publishes no revocation list.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(ReadCertificates(Authority));
        return policy;
    }

    private X509Certificate2Collection ReadCertificates(string name)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(PathOf(name));
        }
        catch (CryptographicException e)
        {
            throw new AuthenticationException($"'{PathOf(name)}' is malformed: {e.Message}", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new AuthenticationException($"'{PathOf(name)}' contains no certificate in PEM format");
    }
}
