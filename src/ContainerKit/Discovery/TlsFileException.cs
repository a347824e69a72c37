using System.Security.Authentication;

namespace ContainerKit.Discovery;

/// <summary>The failure of a TLS connection before it starts: a file with a certificate or a key cannot be used.</summary>
internal sealed class TlsFileException(string message, Exception? inner = null) : AuthenticationException(message, inner);
