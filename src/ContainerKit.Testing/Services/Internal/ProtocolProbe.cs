using System.Net.Sockets;
using ContainerKit.Waiting;

namespace ContainerKit.Testing.Services;

/// <summary>
/// The waits that check a server with the first messages of its protocol, through the published port that its clients
/// use. A log line is no proof: it may be from a temporary server that initializes the database. An accepted connection
/// is no proof either: Docker's userland proxy accepts connections before the server listens, see
/// https://github.com/moby/moby/issues/16976.
/// </summary>
internal static class ProtocolProbe
{
    private static readonly TimeSpan _handshakeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Creates a wait for the response of a server that is ready.</summary>
    /// <param name="protocol">The name of the server or its protocol, for messages.</param>
    /// <param name="request">The first message of a client. Empty if the server sends the first message.</param>
    /// <param name="length">The number of bytes of the response to read.</param>
    /// <param name="isReady">Returns whether these bytes are the response of a server that is ready.</param>
    public static Wait For(string protocol, int port, ReadOnlyMemory<byte> request, int length, Func<byte[], bool> isReady)
    {
        return new ProbedWait($"{protocol} on port {port}", (wait, session) => new HandshakeProbe(wait, session, port, HandshakeAsync));

        async Task<bool> HandshakeAsync(PortAddress address, CancellationToken cancellationToken)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, cancellationToken).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            var response = new byte[length];
            await stream.ReadExactlyAsync(response, cancellationToken).ConfigureAwait(false);
            return isReady(response);
        }
    }

    /// <summary>
    /// Tries the handshake at the address of the published port, which is looked up once per run of the container.
    /// </summary>
    private sealed class HandshakeProbe(
        Wait wait, WaitSession session, int port, Func<PortAddress, CancellationToken, Task<bool>> handshake) : Probe
    {
        private readonly PortFinder _finder = new(session, port);

        public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
        {
            var location = await _finder.FindAsync(cancellationToken).ConfigureAwait(false);
            if (location.Access == PortAccess.NotRunning) return $"the container is {location.Details.State}";
            var address = location.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(port));
            using var timeout = new CancellationTokenSource(_handshakeTimeout, session.Time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            try
            {
                return await handshake(address, linked.Token).ConfigureAwait(false)
                    ? null
                    : $"the response from {address} is not that of a server that is ready";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return $"{address} did not respond within {_handshakeTimeout.TotalSeconds} s";
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is SocketException or IOException)
            {
                _finder.InvalidateIfRefused(e);
                return $"{address}: {e.GetBaseException().Message}";
            }
        }
    }
}
