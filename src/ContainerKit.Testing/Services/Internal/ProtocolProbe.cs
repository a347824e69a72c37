using System.Net.Sockets;
using ContainerKit.Waiting;

namespace ContainerKit.Testing.Services;

/// <summary>
/// Waits for a server by the first words of its own protocol, through the very port that its clients take. An answer is what they need: a line
/// in the log may be that of a server which only prepares the database, and the engine's own proxy accepts connections for a
/// server that does not listen yet.
/// </summary>
internal static class ProtocolProbe
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <param name="protocol">The server or its protocol, for messages.</param>
    /// <param name="question">What a client says first; nothing where the server begins.</param>
    /// <param name="length">How much of the answer to look at.</param>
    /// <param name="isReady">Whether it is that of a server that is ready.</param>
    public static Wait For(string protocol, int port, ReadOnlyMemory<byte> question, int length, Func<byte[], bool> isReady) =>
        new ProbedWait($"{protocol} on port {port}", (wait, session) => new HandshakeProbe(wait, session, port, async (address, token) =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, token).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(question, token).ConfigureAwait(false);
            var answer = new byte[length];
            await stream.ReadExactlyAsync(answer, token).ConfigureAwait(false);
            return isReady(answer);
        }));

    /// <summary>Tries it at the port's address, which is looked up once in each life of the container.</summary>
    private sealed class HandshakeProbe(Wait wait, WaitSession session, int port, Func<PortAddress, CancellationToken, Task<bool>> greet) : Probe
    {
        private readonly PortFinder _finder = new(session, port);

        public override async Task<string?> CheckAsync(CancellationToken cancellationToken)
        {
            var place = await _finder.FindAsync(cancellationToken).ConfigureAwait(false);
            if (place.Access == PortAccess.NotRunning) return $"the container is {place.Details.State}";
            var address = place.Address ?? throw WaitOutcomeException.Impossible(wait, PortLocation.GetUnreachableReason(port));
            using var limit = new CancellationTokenSource(_patience, session.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                return await greet(address, both.Token).ConfigureAwait(false) ? null : $"{address} gives another answer than a server that is ready";
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return $"{address} does not answer within {_patience.TotalSeconds} s";
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is SocketException or IOException)
            {
                _finder.InvalidateIfRefused(e);
                return $"{address}: {e.GetBaseException().Message}";
            }
        }
    }
}
