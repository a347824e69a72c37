using System.Formats.Asn1;
using System.Globalization;
using System.Net.Security;
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
        ["1.2.840.113549.1.1.10"] = "RSA-PSS",
    };

    // P-256, P-384 and P-521, which are the curves of certificates that engines accept; see CurveID in
    // https://pkg.go.dev/crypto/tls#CurveID.
    private static readonly HashSet<string> _curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

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
    /// <exception cref="TlsFileException">A file is missing or cannot be used. The message names it.</exception>
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
            else if (!IsOfContext) Read(Authority, "the certificate authority of the engine");
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

    private string Read(string name, string content)
    {
        try
        {
            return File.ReadAllText(PathOf(name));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TlsFileException($"'{PathOf(name)}' does not exist; it must contain {content}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Directory.Exists(PathOf(name))
                ? new TlsFileException($"'{PathOf(name)}' is a folder; it must be a file with {content}", e)
                : new TlsFileException($"'{PathOf(name)}' with {content} cannot be read: {e.Message}", e);
        }
    }

    private SslStreamCertificateContext LoadClient()
    {
        var key = FindKey(Read(Key, $"the private key of '{PathOf(Certificate)}'"));
        var pem = Read(Certificate, $"the client certificate of '{PathOf(Key)}'");
        var chain = ReadCertificates(Certificate, pem);
        var target = chain[0];
        try
        {
            target = LoadWithKey(pem, key);
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

    private X509Certificate2 LoadWithKey(string pem, string key)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(pem, key);
            ThrowIfCurveUnsupported(certificate);
            if (!OperatingSystem.IsWindows()) return certificate;
            // SChannel cannot use an ephemeral key, such as one that is read from PEM. Importing it from PKCS#12 creates
            // one that it can use, in a file that Release deletes. See https://github.com/dotnet/runtime/issues/23749.
            using (certificate)
                return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // The messages of .NET do not distinguish the two.
            throw new TlsFileException(
                $"'{PathOf(Key)}' cannot be used with '{PathOf(Certificate)}': the private key belongs to another certificate, or is "
                    + "damaged. Use the two files that were created together", e);
        }
    }

    // As in the Docker CLI, the first private key of the file is used, also after other text; see X509KeyPair in
    // https://pkg.go.dev/crypto/tls#X509KeyPair.
    private string FindKey(string pem)
    {
        const string Remedy = "Use an RSA or ECDSA key without a password";
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var label = rest[fields.Label];
            if (label is not "PRIVATE KEY" && !label.EndsWith(" PRIVATE KEY", StringComparison.Ordinal)) continue;
            if (label is "ENCRYPTED PRIVATE KEY") throw Encrypted();
            if (label is "OPENSSH PRIVATE KEY")
                throw new TlsFileException($"the private key '{PathOf(Key)}' has the format of OpenSSH. {Remedy}, in PEM format");
            if (label is "PRIVATE KEY" && ReadAlgorithm(rest[fields.Base64Data]) is { } algorithm
                && _unsupportedKeys.TryGetValue(algorithm, out var name))
                throw new TlsFileException($"the private key '{PathOf(Key)}' is an {name} key, which .NET does not support. {Remedy}");
            return rest[fields.Location].ToString();
        }

        // A key with such a header is not PEM for .NET.
        throw pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal)
            ? Encrypted()
            : new TlsFileException(
                $"'{PathOf(Key)}' cannot be used with '{PathOf(Certificate)}': it contains no private key in PEM format. {Remedy}");

        TlsFileException Encrypted() => new($"the private key '{PathOf(Key)}' is encrypted, which is not supported. {Remedy}");
    }

    // Returns the object identifier in a PKCS#8 key; null if it is malformed, which the import reports.
    private static string? ReadAlgorithm(ReadOnlySpan<char> base64)
    {
        try
        {
            var key = new AsnReader(Convert.FromBase64String(base64.ToString()), AsnEncodingRules.BER).ReadSequence();
            key.ReadInteger();
            return key.ReadSequence().ReadObjectIdentifier();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    // Engines report only a bad certificate.
    private void ThrowIfCurveUnsupported(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey();
        if (key?.ExportParameters(includePrivateParameters: false).Curve is not { IsNamed: true, Oid: { Value: { } curve } oid }
            || _curves.Contains(curve)) return;
        certificate.Dispose();
        throw new TlsFileException(
            $"the private key '{PathOf(Key)}' has the curve {oid.FriendlyName ?? curve}, which engines do not accept. Use an RSA key, or "
                + "an ECDSA key with the curve P-256, P-384 or P-521");
    }

    private X509ChainPolicy TrustOnly()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private certificate authority for one engine publishes no revocation list.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(
            ReadCertificates(Authority, Read(Authority, "the certificate authority of the engine"), skipsMalformed: true));
        return policy;
    }

    // Like the Docker CLI, an authority that cannot be read is skipped if there is another one.
    private X509Certificate2Collection ReadCertificates(string name, string pem, bool skipsMalformed = false)
    {
        var certificates = new X509Certificate2Collection();
        TlsFileException? malformed = null;
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (rest[fields.Label] is not "CERTIFICATE") continue;
            try
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            }
            catch (CryptographicException e)
            {
                malformed = new TlsFileException($"'{PathOf(name)}' contains a malformed certificate: {e.Message}", e);
                if (!skipsMalformed) throw malformed;
            }
        }

        return certificates.Count > 0
            ? certificates
            : throw malformed ?? new TlsFileException($"'{PathOf(name)}' contains no certificate in PEM format");
    }
}
