using System.Net.Sockets;
using System.Security.Authentication;
using ContainerKit.Discovery;

namespace ContainerKit.Http;

/// <summary>Describes the failure of a TLS connection, with a remedy if one is known.</summary>
internal static class TlsFailure
{
    // The words of .NET on all platforms; see SslPolicyErrors and X509ChainStatusFlags.
    private static readonly (string Text, string Remedy)[] _remedies =
    [
        ("RemoteCertificateNameMismatch", "The certificate of the engine is not for the host '{0}': use a name or an address that is in "
            + "the certificate, or add this one to its subjectAltName"),
        ("PartialChain", UnknownAuthority),
        ("UntrustedRoot", UnknownAuthority),
        ("key too small", "A key is too short for the security level of this machine: use certificates with an RSA key of at least 2048 "
            + "bits, or with an ECDSA key"),
        ("NotTimeValid", "The certificate of the engine has expired, or is not valid yet: renew it, or check the clocks"),
    ];

    private const string UnknownAuthority =
        "The certificate of the engine is not from an authority in {1}: use the authority that belongs to this engine";

    // The words of OpenSSL and SChannel for the alert of an engine that rejects the certificate of the client.
    private static readonly string[] _alerts = ["bad certificate", "certificate expired", "unknown ca", "certificate unknown", "alert"];

    /// <summary>Describes the failure of a handshake.</summary>
    public static string Describe(AuthenticationException e, EngineEndpoint endpoint)
    {
        if (e is TlsFileException) return "TLS failed: " + e.Message;
        // "Authentication failed, see inner exception."
        var cause = e.InnerException is not null && e.Message.Contains("see inner exception", StringComparison.Ordinal)
            ? e.GetBaseException()
            : e;
        var text = "TLS failed: " + cause.Message;
        var remedy = _remedies.FirstOrDefault(each => text.Contains(each.Text, StringComparison.Ordinal)).Remedy;
        if (remedy is null) return DescribeClientCertificate(e, endpoint) is { } reason ? $"{text} ({reason})" : text;
        var authorities = endpoint.Tls?.AuthorityFile is { } file ? $"'{file}'" : "the system's list";
        return $"{text.TrimEnd('.')}. "
            + remedy.Replace("{0}", endpoint.Address.Host, StringComparison.Ordinal).Replace("{1}", authorities, StringComparison.Ordinal);
    }

    /// <summary>
    /// Describes the problem that the engine may have with the certificate of the client; null if none is likely. With TLS 1.3, the
    /// engine reports it after the handshake, and often by closing the connection only.
    /// </summary>
    public static string? DescribeClientCertificate(Exception e, EngineEndpoint endpoint)
    {
        if (endpoint.Tls is not { } tls) return null;
        if (!tls.HasClientCertificate)
            return $"no client certificate was sent, which the engine may require: {tls.DescribeMissingClientCertificate()}";
        if (tls.DescribeClientValidity() is { } invalid) return invalid;
        // A reset is what OpenSSL leaves of an alert that arrives while the first request is sent.
        var message = e.ToString();
        var isRejected = e.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionReset }
            || _alerts.Any(alert => message.Contains(alert, StringComparison.OrdinalIgnoreCase));
        return isRejected
            ? $"the engine may not accept the client certificate in '{tls.Folder}': it must be from the authority that the engine verifies"
            : null;
    }
}
